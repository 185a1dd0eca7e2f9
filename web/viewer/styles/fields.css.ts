/** Buttons and fields. */
export const fields = /* css */ `
button, input, select { font: inherit; color: inherit; }
.icon {
  inline-size: 18px; block-size: 18px; fill: none; stroke: currentColor;
  stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round;
}
.icon-button {
  display: inline-grid; place-items: center; flex: none;
  inline-size: 34px; block-size: 34px; padding: 0;
  border: 0; border-radius: 6px; background: transparent; color: var(--muted); cursor: pointer;
}
.icon-button:hover { background: var(--raised); color: var(--text); }
.icon-button[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent); }
.icon-button[aria-disabled="true"] { opacity: 0.35; cursor: default; background: transparent; }
.text-button { font-size: 12px; font-weight: 600; letter-spacing: -0.02em; }

.button {
  display: inline-flex; align-items: center; gap: 6px; min-block-size: 30px; padding: 0 12px;
  border: 1px solid var(--border-strong); border-radius: 6px; background: var(--raised); cursor: pointer;
}
.button:hover { border-color: var(--accent); }
.button.primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; }
.button.small { min-block-size: 26px; padding: 0 10px; font-size: 12px; }

.field { display: block; min-inline-size: 0; flex: 1 1 0; }
.field { position: relative; }
.field-wrong {
  position: absolute; inset: calc(100% + 3px) auto auto 0; z-index: 1; max-inline-size: 132px; inline-size: max-content; padding: 3px 7px;
  border: 1px solid var(--bad); border-radius: 5px; background: var(--raised); color: var(--bad); font-size: 11.5px; line-height: 1.3;
}
.field-wrong:empty { display: none; }
.field-label { display: flex; justify-content: space-between; gap: 8px; color: var(--muted); font-size: 11px; margin-block-end: 2px; white-space: nowrap; }
.field-label .note { overflow: hidden; text-overflow: ellipsis; font-style: italic; }
.field-box {
  display: flex; align-items: center; block-size: 28px; padding-inline: 8px;
  border: 1px solid var(--border); border-radius: 5px; background: var(--field);
}
.field-box:focus-within { border-color: var(--accent); outline: 1px solid var(--accent); }
.field-box input { flex: 1; min-inline-size: 0; inline-size: 100%; border: 0; padding: 0; background: transparent; outline: 0; }
.field-box:has([aria-invalid="true"]), .wide-input[aria-invalid="true"] { border-color: var(--bad); }
.unit { color: var(--muted); font-size: 11px; padding-inline-start: 4px; }
.wide-input, .failure-form input {
  inline-size: 100%; min-inline-size: 0; block-size: 28px; padding-inline: 8px;
  border: 1px solid var(--border); border-radius: 5px; background: var(--field);
}
::placeholder { color: var(--muted); opacity: 1; }

.choice { display: flex; flex: 1 1 auto; border: 1px solid var(--border); border-radius: 6px; overflow: hidden; background: var(--field); }
.segment { position: relative; flex: 1 1 auto; display: grid; cursor: pointer; }
.segment + .segment { border-inline-start: 1px solid var(--border); }
.segment input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
.segment span { display: grid; place-items: center; min-block-size: 26px; padding-inline: 7px; font-size: 12px; color: var(--muted); }
.segment:hover span { color: var(--text); }
.segment input:checked + span { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.segment:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 5px; }

.check { display: inline-flex; align-items: center; gap: 7px; min-block-size: 24px; cursor: pointer; }
.check input { inline-size: 15px; block-size: 15px; margin: 0; accent-color: var(--accent); }
.row { display: flex; gap: 8px; align-items: flex-end; }
.row.labelled { align-items: center; justify-content: space-between; }
.row.labelled .choice { flex: 0 1 auto; }
.row.labelled .field-label { margin: 0; font-size: 12px; }
`;
