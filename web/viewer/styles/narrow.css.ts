/** On a phone: the picture on top, tools and figures for thumbs, the panel as a sheet. */
export const narrow = /* css */ `
[data-bar="compact"] .live-bar { flex-wrap: wrap; gap: 0 14px; padding: 4px 6px 4px 12px; min-block-size: 44px; }
[data-bar="compact"] .state { min-inline-size: 0; }
[data-bar="compact"] .identity { gap: 10px; flex: 0 1 auto; min-inline-size: 0; overflow: hidden; }
[data-bar="compact"] .more { display: inline-grid; inline-size: 36px; block-size: 36px; }
[data-bar="compact"] .more[aria-expanded="true"] .icon { transform: rotate(180deg); }
[data-bar="compact"] .metrics { flex-wrap: nowrap; }
[data-bar="compact"] .live-bar:not([data-expanded]) .metric:not(.metric-age, .metric-shown, .metric-dropped) { display: none; }
[data-bar="compact"] .live-bar[data-expanded] .metrics {
  display: grid; order: 9; flex: 1 0 100%; grid-template-columns: repeat(auto-fill, minmax(66px, 1fr)); gap: 6px 4px; padding: 4px 6px 6px 0;
}
[data-bar="compact"] .live-bar[data-expanded] .more { margin-inline-start: auto; }
[data-bar="compact"] .live-bar[data-expanded] .metric { text-align: start; min-inline-size: 0; }
[data-layout="narrow"] .live-bar:not([data-expanded]) :is(.metric-shown, .metric-dropped, .threshold) { display: none; }
[data-layout="narrow"] .metric-age { min-inline-size: 0; }
[data-layout="narrow"] .live-bar:not([data-expanded]) .metrics { flex: 1 0 auto; }

[data-layout="narrow"] .toolbar {
  flex-direction: row; justify-content: space-between; gap: 0; padding: 3px 8px; overflow: hidden;
  border-inline-end: 0; border-block-start: 1px solid var(--border);
}
[data-layout="narrow"] .tool-group { flex-direction: row; gap: 0; }
[data-layout="narrow"] .tool-group + .tool-group { padding: 0 0 0 4px; border-block-start: 0; border-inline-start: 1px solid var(--border); }
[data-layout="narrow"] .toolbar .icon-button { flex: 0 1 38px; min-inline-size: 28px; block-size: 40px; }
[data-layout="narrow"] .one-to-one { flex: 0 1 38px; min-inline-size: 28px; }
[data-layout="narrow"] .one-to-one .icon-button { inline-size: 100%; }
[data-layout="narrow"] .tool-group { min-inline-size: 0; }
[data-layout="narrow"] .roomy { display: none; }

[data-layout="narrow"] .readout { padding: 3px 12px; min-block-size: 44px; }
[data-layout="narrow"] .reading { flex: 1; gap: 6px; min-block-size: 38px; }
[data-layout="narrow"] .reading-label { display: none; }
[data-layout="narrow"] .reading dl { flex: 1; display: grid; grid-template-columns: 1fr 1fr 1.5fr 1.2fr 1.2fr 1.3fr; gap: 4px; }
[data-layout="narrow"] .cell { display: grid; line-height: 1.25; min-inline-size: 0; }
[data-layout="narrow"] .cell dt { font-size: 10.5px; }
[data-layout="narrow"] .cell dd { min-inline-size: 0; }
[data-layout="narrow"] .cell i { margin-inline-start: 2px; }
[data-layout="narrow"] .reading-pinned { position: static; padding: 0; border: 0; }
[data-layout="narrow"] .readout:has(.reading-pinned:not([hidden])) .reading-cursor { display: none; }

[data-layout="narrow"] .transport { gap: 0 8px; padding: 3px 12px 3px 6px; }
[data-layout="narrow"] .transport .icon-button { inline-size: 40px; block-size: 40px; }
[data-layout="narrow"] .live-button { min-block-size: 36px; }
@container transport (max-width: 360px) {
  [data-layout="narrow"] .transport .icon-button { inline-size: 36px; }
}
@container viewer (max-width: 380px) {
  .identity-series { display: none; }
  [data-layout="narrow"] .live-bar { column-gap: 10px; }
  [data-layout="narrow"] .toolbar { padding-inline: 4px; }
}

[data-layout="narrow"] .panel { inline-size: auto; border-inline-start: 0; border-block-start: 1px solid var(--border); }
[data-layout="narrow"] .tab {
  flex: 1; min-block-size: 46px; padding: 0 4px; border: 0; border-block-start: 2px solid transparent; background: transparent; color: var(--muted); cursor: pointer;
}
[data-layout="narrow"] .tab[aria-selected="true"] { color: var(--accent); border-block-start-color: var(--accent); font-weight: 600; }
[data-layout="narrow"] .tab:focus-visible { outline-offset: -2px; }
[data-layout="narrow"] .sections { display: none; }
[data-layout="narrow"] .panel[data-open] .sections { display: block; max-block-size: min(42dvh, 340px); }
[data-layout="narrow"] .section-body { padding: 12px 16px 16px; }
[data-layout="narrow"] .failure { padding: 16px 18px; }
[data-layout="narrow"][data-stale] .failure { inset: auto 8px 8px 8px; inline-size: auto; }
[data-layout="narrow"][data-stale] .failure-chain { display: none; }
[data-layout="narrow"] .minimap { inset: auto 8px 8px auto; }
[data-layout="narrow"] .state-retry { display: none; }
`;
