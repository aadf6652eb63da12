/**
 * Colours come from the editor's theme; without one from here, for light and dark. A style sheet of classes only: the
 * webview's policy lets no style attribute through.
 */
const light = `--page:#fff;--text:#1f2328;--muted:#656d76;--line:#d8dee4;--card:#f6f8fa;--link:#0969da;--base:#5b7ba6;
--run:#c2762e;--copy:#3f8f6b;--other:#8a6fb0;--gain:#2e8b57;--review:#7fbf9a;--loss:#cf4b3f;--kept:#b9c3cd;
--perhaps:#e8b26a;--again:#cc7722;--on:#fff;--onlight:#1f2328;--hatch:#9aa4af;--accent:#1a7f4b;`;
const dark = `--page:#16191d;--text:#e6e9ec;--muted:#98a2ad;--line:#333a42;--card:#1e2329;--link:#6cb0ff;--base:#54779f;
--run:#b8702c;--copy:#3b8a68;--other:#80689f;--gain:#46b07c;--review:#2f7553;--loss:#c9564b;--kept:#4a545f;
--perhaps:#7d5a2a;--again:#c47a2c;--on:#fff;--onlight:#f0f2f4;--hatch:#6d7783;--accent:#5fcf95;`;
const fromEditor = `--page:var(--vscode-editor-background);--text:var(--vscode-editor-foreground);
--muted:var(--vscode-descriptionForeground);--line:var(--vscode-editorWidget-border,var(--vscode-widget-border));
--card:var(--vscode-editorWidget-background);--link:var(--vscode-textLink-foreground);`;

/** What drawings need, alone or in a page. */
export const drawingStyle = `
text{font-family:var(--vscode-font-family,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif);font-size:12px;fill:var(--text)}
.strong{font-weight:600}.muted{fill:var(--muted)}.small{font-size:11px}.on{fill:var(--on)}.onlight{fill:var(--onlight)}
.end{text-anchor:end}.middle{text-anchor:middle}
.big{font-size:30px;font-weight:650}.accent{fill:var(--accent)}
.page{fill:var(--page)}.card{fill:var(--card);stroke:var(--line)}.track{fill:var(--card)}
.base{fill:var(--base)}.run{fill:var(--run)}.copy{fill:var(--copy)}.other{fill:var(--other)}
.gain{fill:var(--gain)}.review{fill:var(--review)}.loss{fill:var(--loss)}
.kept{fill:var(--kept)}.again{fill:var(--again)}.perhaps{fill:var(--perhaps)}
.gap{stroke:var(--page);stroke-width:1.5}.grid{stroke:var(--line);stroke-width:1;fill:none}
.whisker{stroke:var(--muted);stroke-width:1.5;fill:none}
.edge{stroke:var(--muted);stroke-width:1.5;fill:none}.edge.frombase{stroke:var(--base)}.edge.frommount{stroke-dasharray:4 3}
.arrow{fill:var(--muted)}.arrow.frombase{fill:var(--base)}
.hatching{stroke:var(--hatch);stroke-width:2}.hatched{stroke:var(--hatch);stroke-width:1}
.box{fill:var(--card);stroke:var(--line);stroke-width:1.5}.box.final{stroke:var(--accent);stroke-width:2}
.box.image{stroke:var(--base)}.box.unused{stroke-dasharray:4 3}
a{cursor:pointer}a:focus{outline:none}
a:focus-visible{outline:2px solid var(--vscode-focusBorder,var(--link));outline-offset:2px}
a:hover rect{opacity:.85}
`;

/** For a drawing or page that may stand outside of an editor. */
export const standaloneColours = `:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
`;

export const editorColours = `:root{${light}${fromEditor}}
body.vscode-dark,body.vscode-high-contrast:not(.vscode-high-contrast-light){${dark}${fromEditor}}
`;

export const pageStyle = `
body{margin:0;padding:28px 32px 48px;background:var(--page);color:var(--text);line-height:1.5;
font:14px/1.5 var(--vscode-font-family,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif)}
main{max-width:780px;margin:0 auto}
header p,section>p{color:var(--muted);margin:.2em 0 1em}
h1{font-size:15px;font-weight:600;margin:0;overflow-wrap:anywhere}
h2{font-size:17px;font-weight:600;margin:44px 0 0}
.headline{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 16px;margin:14px 0 2px;font-size:38px;font-weight:650;
letter-spacing:-.02em;line-height:1.15;color:var(--text)}
.headline .to{color:var(--accent)}.headline .arrow{color:var(--muted);font-weight:400}
.chip{font-size:16px;font-weight:600;letter-spacing:0;padding:3px 12px;border-radius:99px;border:1px solid var(--accent);color:var(--accent)}
.chip.worse{border-color:var(--loss);color:var(--loss)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:12px;margin:22px 0 0}
dl div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
dt{color:var(--muted);font-size:12px}dd{margin:2px 0 0;font-size:15px;font-weight:600}
dd small{display:block;font-weight:400;font-size:12px;color:var(--muted)}
figure{margin:0;overflow-x:auto}figure svg{display:block;width:100%;height:auto;min-width:520px}
figure svg.narrow{display:none;min-width:340px}
details{margin-top:10px}summary{cursor:pointer;color:var(--link);font-size:13px;width:max-content;max-width:100%}
summary:focus-visible{outline:2px solid var(--vscode-focusBorder,var(--link));outline-offset:2px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:10px 0 4px;font-size:13px}
caption{text-align:left;color:var(--muted);padding-bottom:4px;font-size:12px}
th,td{text-align:left;padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600;color:var(--muted);font-size:12px;white-space:nowrap}
td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td a{color:var(--link)}tr:target{background:var(--card)}
footer{margin-top:44px;border-top:1px solid var(--line);padding-top:14px;color:var(--muted);font-size:12px}
td:not(.number){min-width:7em}
html{scroll-padding-bottom:56px}
#focused{position:fixed;inset:auto 0 0;padding:8px 32px;background:var(--card);border-top:1px solid var(--line);font-size:13px}
#focused:empty{display:none}
@media (max-width:680px){body{padding:20px 18px 32px}.headline{font-size:30px}}
@media screen and (max-width:600px){figure svg.wide{display:none}figure svg.narrow{display:block}}
@media print{body{padding:0}section{break-inside:avoid}}
`;
