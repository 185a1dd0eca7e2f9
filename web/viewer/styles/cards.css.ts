/** What comes in front: failures, notices, the menu, the help. */
export const cards = /* css */ `
.failure {
  position: absolute; inset: 0; margin: auto; inline-size: min(480px, calc(100% - 24px)); block-size: fit-content; max-block-size: calc(100% - 24px);
  overflow: auto; padding: 22px 26px 18px; border: 1px solid var(--border); border-radius: 10px; background: var(--raised);
  /* Above the picture, also while that has the focus. */
  box-shadow: 0 6px 28px rgb(0 0 0 / 0.18); z-index: 2;
}
.failure-body { display: grid; gap: 9px; justify-items: start; }
.failure h2 { font-size: 17px; font-weight: 600; line-height: 1.25; }
.failure-step { color: var(--muted); }
.failure pre {
  inline-size: 100%; padding: 9px 11px; border: 1px solid var(--border); border-radius: 6px; background: var(--field); overflow-x: auto;
  font: 12px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
.failure details { color: var(--muted); font-size: 12px; }
.failure summary { min-block-size: 24px; cursor: pointer; }
.failure details p { overflow-wrap: anywhere; }
.failure-form { display: flex; gap: 8px; inline-size: 100%; }
.failure-form input { flex: 1; block-size: 30px; }
.failure-retry, .failure-age { font-size: 12px; color: var(--muted); }
.failure-again { display: flex; align-items: center; gap: 12px; margin-block-start: 2px; }
.failure-again:not(:has(button)):has(:empty) { display: none; }
.failure-age { margin-block-start: 8px; }
[data-stale] .failure { inset: auto auto 12px 12px; margin: 0; }
.failure-retry:empty, .failure-age:empty { display: none; }
.failure-chain { inline-size: 100%; margin-block-end: 6px; }
.chain { display: block; inline-size: 100%; max-inline-size: 320px; block-size: auto; }
.chain rect { fill: var(--surface); stroke: var(--border-strong); stroke-width: 1.5; }
.chain path { fill: none; stroke: var(--muted); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.chain text { fill: var(--muted); font-size: 11px; }
.chain [data-condition="good"] :is(rect, path) { stroke: var(--good); }
.chain [data-condition="bad"] :is(rect, path) { stroke: var(--bad); }
.chain [data-condition="off"] :is(rect, path) { stroke: var(--warning); }
.chain [data-condition="off"] rect, .chain [data-condition="bad"] rect { stroke-dasharray: 4 3; }
.chain [data-condition="unknown"] { opacity: 0.55; }
.chain .way[data-condition="unknown"] path { stroke-dasharray: 1 5; }
.chain .cut { stroke-width: 2.25; }

.notice {
  position: absolute; inset: 12px 0 auto; margin-inline: auto; inline-size: fit-content; max-inline-size: calc(100% - 24px);
  display: flex; align-items: center; gap: 8px; padding: 3px 4px 3px 14px; border: 1px solid var(--border); border-inline-start: 3px solid var(--good);
  border-radius: 6px; background: var(--raised); box-shadow: 0 2px 10px rgb(0 0 0 / 0.16); z-index: 3;
}
.notice[data-tone="bad"] { border-inline-start-color: var(--bad); }
.notice span { overflow-wrap: anywhere; }
.notice .icon-button { inline-size: 28px; block-size: 28px; }

.save-menu {
  position: absolute; z-index: 4; inline-size: 236px; padding: 5px; border: 1px solid var(--border); border-radius: 8px;
  background: var(--raised); box-shadow: 0 6px 24px rgb(0 0 0 / 0.2);
}
.save-menu button {
  display: grid; inline-size: 100%; padding: 5px 10px; border: 0; border-radius: 5px; background: transparent; text-align: start; cursor: pointer; line-height: 1.3;
}
.save-menu button:hover { background: var(--accent-soft); }
.save-menu b { font-weight: 600; }

.help {
  inline-size: min(620px, calc(100vw - 24px)); max-block-size: calc(100vh - 24px); padding: 0; border: 1px solid var(--border); border-radius: 10px;
  background: var(--raised); color: var(--text); box-shadow: 0 10px 40px rgb(0 0 0 / 0.35);
}
.help::backdrop { background: rgb(0 0 0 / 0.4); }
.help-body { padding: 16px 22px 20px; display: grid; gap: 12px; }
.help-head { display: flex; justify-content: space-between; align-items: center; }
.help h2 { font-size: 16px; font-weight: 600; }
.keys { columns: 2 240px; column-gap: 28px; }
.keys > div { display: flex; gap: 10px; align-items: baseline; break-inside: avoid; padding-block: 2.5px; }
.keys dt { min-inline-size: 92px; }
.keys dd { color: var(--muted); }
kbd { padding: 1px 6px; border: 1px solid var(--border); border-block-end-width: 2px; border-radius: 4px; background: var(--field); font: 500 12px/1.4 inherit; font-family: inherit; white-space: nowrap; }
.help-settings { display: flex; align-items: center; gap: 12px; }
.help-settings .choice { flex: 0 0 auto; }
.help-settings .field-label { margin: 0; font-size: 12px; }
`;
