/** For the screen and for A4, on which everything that the screen folds away is written out. */
export const STYLE = `
:root { --ink: #1a1a1c; --soft: #555; --line: #b4b4b4; --pale: #f4f4f6; --good: #115a36; --bad: #a80000;
  font: 15px/1.65 'Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif; color: var(--ink); }
* { box-sizing: border-box; }
body { max-width: 62rem; margin: 2rem auto 4rem; padding: 0 1.5rem; }
h1 { font-size: 1.75rem; margin: 0; } .subject { margin: 0 0 1.2rem; color: var(--soft); }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .7rem; }
h2.part { border-bottom: 3px solid var(--ink); padding-bottom: .2rem; }
h3 { font-size: 1.05rem; margin: 0; flex: 1; } h3 .number { margin-right: .8rem; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--pale); white-space: nowrap; font-weight: 600; }
.head th { width: 9.5rem; } .head td { overflow-wrap: anywhere; }
.sign { margin-top: .8rem; } .sign td { width: 18%; height: 2.4rem; }
.note { color: var(--soft); font-size: .85rem; }
.overview .source { color: var(--soft); font-size: .85rem; width: 30%; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
a { color: inherit; }
.mark { display: inline-block; border: 1.5px solid; border-radius: .25rem; padding: 0 .5rem; font-weight: 700;
  white-space: nowrap; color: var(--bad); }
.mark.passed { color: var(--good); }
section { margin-top: 1.6rem; }
section > header { display: flex; gap: 1rem; align-items: flex-start; border-top: 1px solid var(--ink); padding-top: .6rem; }
.about { margin: .1rem 0 .4rem; color: var(--soft); font-size: .88rem; }
.broke { color: var(--bad); font-weight: 700; margin: .3rem 0; }
ol { margin: 0; padding-left: 2.2rem; } li { margin: .3rem 0; } li::marker { color: var(--soft); font-size: .85em; }
.claim b { display: inline-block; width: 1.5em; } .claim.passed b { color: var(--good); }
.claim.failed { color: var(--bad); font-weight: 700; }
.elsewhere { color: var(--soft); }
.answer { margin: .1rem 0; padding-left: .8rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
code { font-size: .85em; word-break: break-all; }
details { font-size: .82rem; color: var(--soft); } summary { cursor: pointer; width: fit-content; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--pale); padding: .4rem .6rem; margin: .1rem 0;
  font-size: .75rem; line-height: 1.45; color: var(--ink); }
.pictures { display: flex; flex-wrap: wrap; gap: .6rem; margin: .4rem 0 .8rem; align-items: flex-start; }
img { border: 1px solid var(--line); } img.page { width: calc(50% - .3rem); } img.detail { width: auto; max-width: 100%; }
@page { size: A4; margin: 16mm 15mm; @bottom-right { content: counter(page) ' / ' counter(pages); font-size: 8pt; } }
@media print {
  :root { font-size: 9.5pt; } .overview { font-size: 8.5pt; line-height: 1.4; } .overview td { padding: .2rem .5rem; }
  .overview .source { width: 24%; }
  body { margin: 0; max-width: none; padding: 0; }
  a { text-decoration: none; } h2, section > header { break-after: avoid; } tr, li, img { break-inside: avoid; }
  h2.part { break-before: page; } thead { display: table-header-group; }
  img.page { width: 82mm; } code { font-size: .75em; }
  summary { list-style: none; } details::details-content { content-visibility: visible; block-size: auto; }
  pre { font-size: 6.5pt; padding: .5mm 1mm; }
}
`;
