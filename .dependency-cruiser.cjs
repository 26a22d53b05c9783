// The import arrows of this project: handlers → use case → stores and rules; capabilities meet through `index.ts`.
const edges = require('./scripts/checks/edge-files.json');

/** Node's own modules that reach a clock, the machine or the network. Hashing and compression compute only. */
const SYSTEM_MODULES =
  '^(node:)?(child_process|cluster|dgram|dns|fs|http|http2|https|inspector|module|net|os|perf_hooks|process|readline|repl|timers|tls|vm|worker_threads)(/|$)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'An import leads to a file of the project or to a package that package.json names.',
      severity: 'error',
      from: {},
      // Types of Lambda events: there is no such package at run time.
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    {
      name: 'rules-import-no-sdk',
      comment: 'Plain files are pure rules; `store.ts` speaks to AWS, handlers put things together.',
      severity: 'error',
      from: { path: '^(agent|functions)/', pathNot: edges.sdk },
      to: { path: '(^|/)node_modules/(@aws-sdk|@smithy|aws-sdk)/' },
    },
    {
      name: 'rules-import-no-system',
      comment: 'A rule reads no clock, file, process or network.',
      severity: 'error',
      from: { path: '^(agent|functions)/', pathNot: edges.system },
      to: { path: SYSTEM_MODULES, dependencyTypes: ['core'] },
    },
    {
      name: 'shared-imports-no-capability',
      severity: 'error',
      from: { path: '^functions/shared/' },
      to: { path: '^functions/', pathNot: '^functions/shared/' },
    },
    {
      name: 'pdf-imports-no-capability',
      comment: 'The drawing knows nothing of residents.',
      severity: 'error',
      from: { path: '^functions/pdf/' },
      to: { path: '^functions/', pathNot: '^functions/(pdf|shared)/' },
    },
    {
      name: 'reader-shares-nothing-with-writer',
      comment:
        'The release gate reads with code of its own; keys and what witness/ defines are all that both know.',
      severity: 'error',
      from: { path: '^functions/pdf/(read-back|witness)/' },
      to: {
        path: ['^functions/', '(^|/)node_modules/'],
        pathNot: [
          '^functions/pdf/(read-back|witness)/',
          '^functions/pdf/keys\\.ts$',
          '^functions/shared/result\\.ts$',
        ],
      },
    },
    {
      name: 'writer-knows-no-reader',
      severity: 'error',
      from: { path: '^functions/pdf/(draw|font|pack)/' },
      to: { path: '^functions/pdf/read-back/' },
    },
    {
      name: 'capabilities-meet-at-index',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: {
        path: '^functions/[^/]+/',
        pathNot: [
          '^functions/$1/',
          '^functions/shared/',
          '^functions/[^/]+/index\\.ts$',
          // The drawing's other faces: for who takes fonts in, and who passes PDFs on.
          '^functions/pdf/(pack|inspect)/index\\.ts$',
        ],
      },
    },
    {
      name: 'handlers-are-entries',
      comment: 'Nothing imports a Lambda entry but a test of it.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^functions/[^/]+/handlers/' },
    },
    {
      name: 'functions-stand-alone',
      comment: 'What runs in production knows nothing of its deployment, tools, stand-ins or tests.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(agent|bench|bin|console|lib|scripts|simulator|test)/' },
    },
    {
      name: 'deployment-knows-the-environment-only',
      comment: 'lib/ sets what a function reads: its environment schema, and what is shared.',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: { path: '^functions/', pathNot: ['^functions/[^/]+/environment\\.ts$', '^functions/shared/'] },
    },
    {
      name: 'deployment-knows-of-the-agent-what-it-may',
      comment: 'The role of a city’s agents has the policy that the agent itself states.',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: { path: '^agent/', pathNot: '^agent/src/policy\\.ts$' },
    },
    {
      name: 'deployment-has-no-stand-in',
      comment: 'The simulator is never part of a stage.',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: { path: '^(simulator|scripts|test|bench|console)/' },
    },
    {
      name: 'console-knows-contracts-only',
      comment: 'Of a capability the pages see its contract and its public face.',
      severity: 'error',
      from: { path: '^(console|simulator/page)/' },
      to: {
        path: '^(functions|lib|bin|scripts|test)/',
        pathNot: ['/(contract|index)\\.ts$', '^functions/shared/'],
      },
    },
    {
      name: 'pages-and-contracts-reach-no-sdk',
      comment: 'What a browser loads, and what it may load, brings no SDK along, by whatever way.',
      severity: 'error',
      from: {
        path: '^(console/|simulator/page/|functions/.+/contract\\.ts$)',
        pathNot: 'vite\\.config\\.ts$',
      },
      to: { path: '(^|/)node_modules/(@aws-sdk|@smithy)/', reachable: true },
    },
    {
      name: 'tests-are-imported-by-tests-only',
      severity: 'error',
      from: { pathNot: ['^(test|bench)/', '^vitest\\.config\\.ts$'] },
      to: { path: '^test/' },
    },
    {
      name: 'agent-knows-link-files-only',
      comment:
        'The program at the city has the rules of link files, and nothing of the system behind the bucket.',
      severity: 'error',
      from: { path: '^agent/' },
      to: {
        path: '^(bench|bin|console|functions|lib|scripts|simulator|test)/',
        pathNot: ['^functions/(linkage|shared)/'],
      },
    },
    {
      name: 'functions-use-dependencies-only',
      comment: 'A bundle holds packages of `dependencies`, never tools.',
      severity: 'error',
      from: { path: '^(agent|functions)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
