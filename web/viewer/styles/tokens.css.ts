/** Colours and sizes. Those named --eiger-… are the page's to set; light or dark is the reader's, or `theme`'s. */
export const tokens = /* css */ `
:host {
  display: block;
  position: relative;
  contain: content;
  inline-size: 100%;
  block-size: 100%;
  min-block-size: 22rem;
  color-scheme: light dark;

  --background: var(--eiger-background, light-dark(#eef0f2, #131619));
  --surface: var(--eiger-surface, light-dark(#f8f9fa, #191c20));
  --raised: var(--eiger-raised, light-dark(#ffffff, #22262b));
  --field: light-dark(#ffffff, #101316);
  --border: var(--eiger-border, light-dark(#d5dade, #2c3238));
  --border-strong: light-dark(#8b959e, #5f6973);
  --text: var(--eiger-text, light-dark(#1a1f24, #d8dde2));
  --muted: var(--eiger-muted, light-dark(#56606a, #949ea8));
  --accent: var(--eiger-accent, light-dark(#0a5f9e, #63aee8));
  --accent-soft: light-dark(#dcebf7, #1d3448);
  --on-accent: light-dark(#ffffff, #0c1116);
  --canvas: var(--eiger-canvas, light-dark(#dfe3e6, #0b0d0f));
  --good: light-dark(#17734a, #52c48d);
  --warning: light-dark(#8a5a00, #deb04e);
  --bad: light-dark(#b3291f, #f2837a);

  color: var(--text);
  background: var(--background);
  font: 400 13px/1.35 var(--eiger-font, Inter, "Segoe UI", Roboto, Cantarell, "Noto Sans", "DejaVu Sans Condensed", system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
  -webkit-text-size-adjust: 100%;
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }

*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p, dl, dd, pre { margin: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.visually-hidden {
  position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.hint { color: var(--muted); font-size: 12px; }
.note { color: var(--muted); font-size: 11px; }
`;
