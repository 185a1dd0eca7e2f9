/** Where the parts stand: tools, picture, panel; on a narrow canvas one under the other. */
export const layout = /* css */ `
.viewer {
  position: absolute; inset: 0;
  container: viewer / size;
  display: grid;
  grid-template-columns: auto minmax(0, 1fr) auto;
  grid-template-rows: auto minmax(0, 1fr) auto auto;
  grid-template-areas:
    "bar bar bar"
    "tools stage panel"
    "tools readout panel"
    "tools transport panel";
}
.live-bar { grid-area: bar; }
.toolbar { grid-area: tools; }
.stage-frame { grid-area: stage; position: relative; min-block-size: 0; overflow: hidden; isolation: isolate; background: var(--canvas); }
.readout { grid-area: readout; }
.transport { grid-area: transport; }
.panel { grid-area: panel; }

.viewer[data-layout="narrow"] {
  grid-template-columns: minmax(0, 1fr);
  grid-template-rows: auto minmax(0, 1fr) auto auto auto auto;
  grid-template-areas: "bar" "stage" "readout" "tools" "transport" "panel";
}
`;
