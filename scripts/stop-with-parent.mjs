// Ends the process, in order, when its parent is gone: the shell between npm and a script dies of a
// SIGTERM to npm without passing it on.
const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  process.kill(process.pid, 'SIGTERM');
}, 500);
timer.unref();

// Forked children inherit the flags of node, and with them this file, which is not for them.
process.execArgv = [];
