/** The identity that `decode --json` states for a file that says nothing of it. */
export const UNKNOWN = {
  event_id: null,
  series: null,
  image: null,
  threshold: null,
  timestamp: null,
  arrival: null,
};
