/** Beside the page's own style; targets hold 24 px, text 4.5:1 (WCAG 2.2 AA). */
export const SETUP_STYLE = `
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; padding: 0; margin: 1.25rem 0 0; list-style: none; counter-reset: step; }
.steps a { display: block; min-height: 24px; padding: .5rem .75rem; border: 1px solid #767676; color: #1a1a1a; text-decoration: none; }
.steps a[aria-current] { border: 2px solid #0b4f9e; padding: calc(.5rem - 1px) calc(.75rem - 1px); font-weight: 600; }
.steps span { display: block; font-size: .9rem; font-weight: 400; }
fieldset { border: 1px solid #ccc; margin: 1rem 0; padding: .5rem 1rem 1rem; min-width: 0; } legend { font-weight: 600; padding: 0 .3rem; }
form { max-width: 60rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0 1.25rem; align-items: start; }
.field { margin: .75rem 0 0; } .field label, .field .detail, .field .ill { display: block; }
.field input, .field select { box-sizing: border-box; width: 100%; min-height: 2.5rem; font: inherit; padding: .3rem .5rem; border: 1px solid #767676; background: #fff; color: inherit; }
.field [aria-invalid] { border: 2px solid #a3141e; }
.tick { margin: .75rem 0 0; } .tick input { width: 1.5rem; height: 1.5rem; vertical-align: middle; }
button, .button { display: inline-flex; align-items: center; box-sizing: border-box; text-decoration: none; font: inherit; min-height: 2.75rem; padding: .4rem 1.25rem; border: 0; background: #0b4f9e; color: #fff; cursor: pointer; }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 3px solid #0b4f9e; outline-offset: 2px; }
.say { border-left: .25rem solid; padding: .4rem .75rem; margin: 1.25rem 0 0; max-width: 45rem; background: #f6f6f6; } .say p { margin: .15rem 0; }
.checks { padding: 0; list-style: none; } .checks li { padding: .5rem 0; border-bottom: 1px solid #ccc; max-width: 45rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); gap: .5rem 1.25rem; margin: .5rem 0 0; } .figures dt { color: #555; font-size: .9rem; } .figures dd { margin: 0; font-size: 1.2rem; }
.found { border-bottom: 1px solid #ccc; padding-bottom: 1rem; }
section details summary { padding: .6rem 0; }
`;
