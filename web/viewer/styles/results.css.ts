/** Results of a run: figures over time, and what the picture shows of them. */
export const results = /* css */ `
.results { display: grid; gap: 10px; }
.results-head { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; color: var(--muted); font-size: 12px; }
.results-rate { color: var(--text); font-size: 20px; font-weight: 600; letter-spacing: -0.01em; }
.results-outdated { padding: 4px 8px; border-inline-start: 3px solid var(--warning); background: var(--field); color: var(--warning); font-size: 12px; }
.results[data-outdated] :is(.results-rate, .result-plots) { opacity: 0.55; }
.results .hint:empty { display: none; }
.results .choice + .hint { padding-block-start: 5px; }
.result-plots { display: grid; gap: 8px; touch-action: pan-y; cursor: crosshair; }
.result-head { display: flex; justify-content: space-between; gap: 8px; padding-block-end: 2px; font-size: 12px; color: var(--muted); }
.result-head b { color: var(--text); font-weight: 600; }
.result-plot { position: relative; border-block-end: 1px solid var(--border-strong); background: var(--field); }
.result-plot svg { display: block; inline-size: 100%; block-size: 40px; overflow: visible; }
.result-top { position: absolute; inset: 2px auto auto 4px; color: var(--muted); font-size: 10.5px; text-shadow: 0 0 2px var(--field), 0 0 3px var(--field); pointer-events: none; }
.result { --line: var(--accent); }
.result-masked { --line: light-dark(#6a2fc4, #b895f5); }
.result-saturated { --line: light-dark(#a14b00, #f0a05a); }
.result-line { fill: none; stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.result-area { fill: var(--line); opacity: 0.14; }
.result-cursor { stroke: var(--text); stroke-width: 1; vector-effect: non-scaling-stroke; opacity: 0.6; }
.result-axis { display: flex; justify-content: space-between; margin-block-start: -6px; font-size: 11px; }
.results-table summary { font-size: 12px; color: var(--muted); cursor: pointer; }
.results-table table { inline-size: 100%; margin-block-start: 6px; border-collapse: collapse; font-size: 11.5px; }
.results-table :is(th, td) { padding: 2px 0 2px 6px; font-weight: 400; text-align: end; }
.results-table th:first-child { padding-inline-start: 0; text-align: start; }
.results-table thead th { color: var(--muted); vertical-align: bottom; }
.results-table tbody tr { border-block-start: 1px solid var(--border); }
`;
