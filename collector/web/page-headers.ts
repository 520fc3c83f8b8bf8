/** What every page is sent with. Nothing inline, nothing from elsewhere, never in a frame. */
export const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** In the order of the cascade. */
export const styleSheets = [
  'base.css',
  'marks.css',
  'tables.css',
  'pages.css',
  'school.css',
  'charts.css',
  'narrow.css',
  'print.css',
] as const;

/** The files of dashboards/web that pages ask for under /assets/. */
export const pageAssets = [...styleSheets, 'live.js', 'icon.svg'] as const;
