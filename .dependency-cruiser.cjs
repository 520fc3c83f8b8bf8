/** Who may import whom. A rule's comment is what a developer reads when it breaks. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const test = '([.](test|contract)[.]ts$|^test/)';
const house = '^(kit|wire|standards|agent|collector)/';

/** The doors: the only files that touch the world. Every other file is pure by default. */
const doors = [
  '^kit/(clock|load-config|log)[.]ts$',
  '^(agent|agent/machine|collector)/main[.]ts$',
  // A file named door*.ts, or *-door.ts, says by its name that it touches the world.
  '[/-]door[.]ts$',
  '^collector/http/',
];
const world =
  '^(node:)?(fs|net|dgram|https?|http2|tls|dns|os|process|child_process|timers|worker_threads|sqlite)(/|$)';

/** One file, or one folder, a foreign library. */
const library = (name, where) =>
  forbid(
    `one-door-for-${name.replace(/[@/]/g, '')}`,
    `only ${where} may import ${name}`,
    { path: house, pathNot: [where, test] },
    { path: `node_modules/${name}/` },
  );

module.exports = {
  forbidden: [
    forbid('no-circles', 'draw the shared part out, below both', {}, { circular: true }),
    forbid(
      'kit-is-the-ground',
      'kit imports nothing of ours',
      { path: '^kit/', pathNot: test },
      { path: '^(wire|standards|agent|collector|cli)/' },
    ),
    forbid(
      'wire-knows-no-end',
      'the protocol knows neither end',
      { path: '^wire/', pathNot: test },
      { path: '^(standards|agent|collector|cli)/' },
    ),
    forbid(
      'standards-are-pure',
      'standards judge values; they know neither end',
      { path: '^standards/', pathNot: test },
      { path: '^(agent|collector|cli)/' },
    ),
    forbid(
      'agent-not-collector',
      'they meet in wire',
      { path: '^agent/' },
      { path: '^collector/' },
    ),
    forbid(
      'collector-not-agent',
      'they meet in wire',
      { path: '^collector/' },
      { path: '^agent/' },
    ),
    forbid(
      'siblings-are-strangers',
      'what two probes (or notifiers) share moves up; who is told of what is the same for all notifiers',
      { path: '^(agent/probes|collector/notify)/([^/]+)/', pathNot: test },
      {
        path: '^(agent/probes|collector/notify)/[^/]+/',
        pathNot: '^($1/$2|collector/notify/recipients)/',
      },
    ),
    forbid(
      'a-lab-machine-stands-alone',
      'the reporter carries nothing of the agent but how to dial: what the two share moves up',
      { path: '^agent/machine/', pathNot: test },
      { path: '^agent/', pathNot: '^agent/(machine|dial)/' },
    ),
    forbid(
      'only-doors-touch-the-world',
      'take it as a parameter, or make a door',
      { path: house, pathNot: [...doors, test] },
      { path: world },
    ),
    library('express', '^collector/http/'),
    library('node-forge', '^agent/labs/certificate-door[.]ts$'),
    library('net-snmp', '^agent/probes/snmp/session-door[.]ts$'),
    library(
      'systeminformation',
      '^agent/(machine/look|probes/(server|uplink/watch))/([a-z-]*door|systeminformation[.]d)[.]ts$',
    ),
    library('fast-xml-parser', '^agent/probes/onvif/'),
    library('onvif', '^agent/probes/onvif/compare/child-door[.]ts$'),
    forbid(
      'onvif-in-a-child',
      'it hangs and grows without limit: it is started as a process of its own',
      {},
      { path: '^agent/probes/onvif/compare/child-door[.]ts$' },
    ),
    library('nodemailer', '^collector/notify/mail/'),
    library('@influxdata/influxdb-client', '^collector/history/influx/'),
    library('@marcbachmann/cel-js', '^standards/cel[.]ts$'),
    // Public holidays are written to config/calendar once: at run time it would cost 50 MB.
    library('date-holidays', '^test/write-holidays[.]ts$'),
    library('pino', '^kit/log[.]ts$'),
    forbid('no-test-in-the-house', '', { path: `${house}|^cli/`, pathNot: test }, { path: test }),
    forbid(
      'no-undeclared-packages',
      'declare it in package.json',
      { path: `${house}|^cli/|^test/` },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|dashboards/web)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
