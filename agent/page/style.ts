/** Readable on a telephone and in print; colours hold 4.5:1 on white (WCAG 2.2 AA). */
export const STYLE = `
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; color: #1a1a1a; background: #fff; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
header p { margin: .25rem 0 0; } section > p { max-width: 45rem; }
.todo { padding: 0; margin: 0; list-style: none; }
.todo li { border-left: .25rem solid #a3141e; padding: .1rem 0 .1rem .75rem; margin-bottom: 1.25rem; max-width: 45rem; }
.todo p { margin: .15rem 0 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc; }
tbody th { font-weight: 600; } td p { margin: 0; }
tr:target { background: #fff6d6; }
details { border-bottom: 1px solid #ccc; }
summary { padding: .6rem 0; cursor: pointer; }
pre { font-size: .9rem; margin: 0; padding: .5rem; background: #f4f4f4; white-space: pre-wrap; overflow-wrap: anywhere; }
.room { list-style: none; padding: 0; margin: .5rem 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .4rem; }
.room li { border: 2px solid; padding: .35rem .5rem; min-height: 2.2rem; overflow-wrap: anywhere; }
.room .ill { border-style: double; border-width: 4px; padding: .25rem .4rem; font-weight: 600; } .room .waiting { border-style: dashed; }
section > .room { max-width: 75rem; } #labs h3 { margin-top: 1.25rem; }
.count { margin-left: .75rem; white-space: nowrap; }
.well, .pass { color: #0a5c2b; } .ill, .fail { color: #a3141e; } .waiting, .unknown, .not_applicable { color: #555; }
.detail { color: #555; font-size: .9rem; font-weight: 400; }
.mark { font-size: .8rem; font-weight: 400; border: 1px solid #7a5200; color: #7a5200; padding: 0 .3rem; }
a { color: #0b4f9e; }
@media (max-width: 50rem) {
.cards, .cards tbody { display: block; }
.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.cards tr { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem 1rem; padding: .75rem 0; border-bottom: 1px solid #ccc; }
.cards th, .cards td { padding: 0; border: 0; min-width: 0; }
.cards th, .cards .wide { grid-column: 1 / -1; }
.cards td:empty { display: none; }
.cards td::before { content: attr(data-label); display: block; color: #555; font-size: .9rem; }
.count { display: block; margin-left: 1.1rem; }
}
@media print { header a { display: none; } body { max-width: none; padding: 0; } details::details-content { display: block; content-visibility: visible; } }
`;
