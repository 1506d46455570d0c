// The style sheet of a report: light, dark and on paper; drawings take their colours from it.

/** The style sheet, complete. */
export const style = `
:root { color-scheme: light; --paper: #fff; --ink: #1b1d22; --soft: #545a66; --line: #d5d8de; --ours: #1c5d9f; --others: #7d8594; --against: #b04a12; --note: #fff4d6; --edge: #b98a1d; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --paper: #14171c; --ink: #eceef2; --soft: #b1b7c3; --line: #3a404b; --ours: #7db6f2; --others: #8d95a5; --against: #f09a5f; --note: #332b14; --edge: #c9a23d; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.8rem 0 .4rem; }
p, li, dd { overflow-wrap: anywhere; }
p { margin: .5rem 0; }
.kind { color: var(--soft); margin: .3rem 0 1rem; }
.lead { font-size: 1.15rem; }
.words { white-space: pre-line; }
.partial { background: var(--note); border-left: 4px solid var(--edge); padding: .5rem .9rem; margin: 1rem 0; }
.shown { display: flex; flex-wrap: wrap; gap: .25rem 1.2rem; border: 0; margin: 0 0 1.2rem; padding: 0; }
.shown legend { float: left; padding: 0; color: var(--soft); }
.shown label { cursor: pointer; }
.shown input { accent-color: var(--ours); margin: 0 .35rem 0 0; }
:root:has(#shown-en:checked) .told[lang=nl], :root:has(#shown-nl:checked) .told[lang=en] { display: none; }
:focus-visible { outline: 3px solid var(--ours); outline-offset: 2px; }
figure { margin: 1rem 0; }
figcaption { color: var(--soft); margin-bottom: .8rem; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; overflow: visible; font: 13px system-ui, sans-serif; fill: var(--ink); }
svg .soft, svg .tick, svg .value, svg .head { fill: var(--soft); }
svg .strong { fill: var(--ink); font-weight: 600; }
svg .head { font-weight: 600; font-size: 12px; }
svg .tick { text-anchor: middle; font-size: 12px; }
svg .value { text-anchor: end; font-variant-numeric: tabular-nums; }
svg .ends { text-anchor: end; }
svg .grid { stroke: var(--line); }
svg .ours { fill: var(--ours); }
svg .others { fill: var(--others); }
svg .ink { fill: var(--ink); }
svg .against { fill: var(--against); }
svg .hollow { fill: var(--paper); stroke: var(--ours); stroke-width: 2; }
svg .against.hollow { stroke: var(--against); }
svg .check { fill: none; stroke: var(--ours); stroke-width: 3; }
svg .interval { fill: none; stroke: var(--ink); stroke-width: 1.5; }
svg .median { stroke: var(--against); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg .line { fill: none; stroke: var(--ours); stroke-width: 1.5; }
svg .field { fill: var(--ours); }
svg .field[fill-opacity="0"] { stroke: none; }
details { margin: .8rem 0; }
summary { cursor: pointer; color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; margin: .4rem 0; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
h3 + .wide caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
tbody th { min-width: 6.5rem; }
thead th { color: var(--soft); vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td data { white-space: nowrap; }
.days { list-style: none; padding: 0; }
.days > li { margin: .8rem 0; }
.day { font-weight: 600; margin: 0; }
.days ul { margin: .1rem 0; padding-left: 1.3rem; }
dl > div { display: grid; grid-template-columns: minmax(9rem, 1fr) 2fr; gap: 0 1rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: .7rem .9rem; margin: .4rem 0 1rem; font-size: .9rem; }
@media (max-width: 34rem) { dl > div { grid-template-columns: 1fr; } h1 { font-size: 1.6rem; } }
@media print {
  @page { margin: 16mm; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .shown { display: none; }
  h2, h3, figcaption { break-after: avoid; }
  figure > svg, tr, .day, .days ul li, dl > div { break-inside: avoid; }
  summary { list-style: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  .wide { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding-right: .4rem; overflow-wrap: break-word; }
  tbody th { min-width: 0; }
}
`
