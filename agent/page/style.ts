/** Readable on a telephone and in print; colours hold 4.5:1 on white (WCAG 2.2 AA). */
export const STYLE = `
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
main > section { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc; }
tbody th { font-weight: 600; }
.well, .pass { color: #0a5c2b; } .ill, .fail { color: #a3141e; } .waiting, .unknown, .not_applicable { color: #555; }
.detail { color: #555; font-size: .9rem; }
.mark { font-size: .8rem; font-weight: 400; border: 1px solid #7a5200; color: #7a5200; padding: 0 .3rem; white-space: nowrap; }
a { color: #0b4f9e; }
@media print { a { display: none; } body { max-width: none; padding: 0; } }
`;
