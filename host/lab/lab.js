// The lab's page: asks for cases once, for the state by WebSocket; draws both.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
'use strict';
const $ = (id) => document.getElementById(id);
const token = () => sessionStorage.getItem('token') || '';
const slower = 0.005;  // more is a regression: cycles of a simulation are exact
let cases = [], here = -1;

async function ask(path) {
  const headers = token() ? { Authorization: 'Bearer ' + token() } : {};
  const answer = await fetch(path, { headers });
  const said = await answer.json();
  if (answer.status === 401) { $('login').hidden = false; $('token').focus(); }
  if (!answer.ok) throw new Error(said.error);
  return said;
}

function row(cells) {
  const made = document.createElement('tr');
  for (const [content, kind] of cells) {
    const cell = made.insertCell();
    if (content instanceof Node) cell.append(content); else cell.textContent = content ?? '';
    if (kind) cell.className = kind;
  }
  return made;
}

const svg = (name, attributes) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
const cyclesOf = (run) => Array.isArray(run) ? run[1] : run.cycles;
const verdictOf = (run) => Array.isArray(run) ? run[0] : run.verdict;

// Change of the last run's cycles against the pass before it, as a fraction.
function change(runs, at = runs.length - 1) {
  const now = cyclesOf(runs[at]);
  for (let i = at - 1; i >= 0; --i)
    if (verdictOf(runs[i]) === 'PASS' && cyclesOf(runs[i])) return now ? now / cyclesOf(runs[i]) - 1 : null;
  return null;
}
const percent = (x) => x === null ? '' : (x > 0 ? '+' : '') + (100 * x).toFixed(1) + ' %';
const number = (x) => x === null || x === undefined ? '' : x.toLocaleString('en');

function curve(runs, width, height, marks) {
  const known = runs.map(cyclesOf);
  const values = known.filter((x) => x);
  const picture = svg('svg', { class: 'curve', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' });
  if (!values.length) return picture;
  const least = Math.min(...values), most = Math.max(...values), span = most - least || 1;
  const x = (i) => 3 + (width - 6) * (runs.length < 2 ? 0.5 : i / (runs.length - 1));
  const y = (v) => height - 3 - (height - 6) * (v - least) / span;
  const points = known.map((v, i) => v ? `${x(i)},${y(v)}` : '').filter(Boolean);
  picture.append(svg('polyline', { points: points.join(' ') }));
  known.forEach((v, i) => {
    const bad = verdictOf(runs[i]) !== 'PASS' || change(runs, i) > slower;
    if (v && (marks || bad && i === runs.length - 1))
      picture.append(svg('circle', { cx: x(i), cy: y(v), r: marks ? 3 : 2, class: bad ? 'bad' : '' }));
  });
  return picture;
}

function drawState(state) {
  const boards = $('resources').tBodies[0];
  boards.replaceChildren(...state.resources.map((one) => row([
    [one.name], [one.target], [one.state, one.state], [one.holder || one.reason],
    [one.state === 'leased' ? Math.round(one.seconds_left) + ' s' : '', 'number']])));
  $('waiting').textContent = state.queue.length ? state.queue.length + ' waiting' : 'empty';
  $('queue').replaceChildren(...state.queue.slice(0, 50).map((one) => {
    const item = document.createElement('li');
    item.textContent = `${one.holder} for ${one.target || 'any'}, ${Math.round(one.waits_seconds)} s`;
    return item;
  }));
}

function drawCases() {
  const wanted = $('filter').value.toLowerCase();
  const shown = cases.filter((one) => [one.suite, one.name, one.target, verdictOf(one.runs.at(-1))].join(' ').toLowerCase().includes(wanted));
  const bad = cases.filter((one) => verdictOf(one.runs.at(-1)) !== 'PASS').length;
  const slow = cases.filter((one) => change(one.runs) > slower).length;
  $('counts').textContent = `${cases.length}, ${bad} failing, ${slow} slower`;
  $('list').tBodies[0].replaceChildren(...shown.map((one) => {
    const last = one.runs.at(-1), moved = change(one.runs);
    const made = row([[one.name], [one.target], [verdictOf(last), verdictOf(last) === 'PASS' ? 'PASS' : 'bad'],
      [number(cyclesOf(last)), 'number'], [percent(moved), moved > slower ? 'number bad' : 'number'], [curve(one.runs, 120, 22, false)]]);
    made.onclick = () => open(one);
    return made;
  }));
  here = Math.min(here, shown.length - 1);
  mark();
}

function mark() {
  [...$('list').tBodies[0].rows].forEach((each, i) => each.classList.toggle('here', i === here));
  $('list').tBodies[0].rows[here]?.scrollIntoView({ block: 'nearest' });
}

async function open(one) {
  const query = new URLSearchParams({ suite: one.suite, name: one.name, target: one.target });
  const { runs } = await ask('/api/case?' + query);
  $('title').textContent = `${one.name} on ${one.target}`;
  $('now').hidden = $('cases').hidden = true;
  $('case').hidden = false;
  const values = runs.map(cyclesOf).filter((x) => x);
  $('span').textContent = values.length ? `${number(Math.min(...values))} to ${number(Math.max(...values))} cycles, oldest first` : 'no cycles';
  $('chart').replaceChildren(curve(runs, 900, 220, true));
  $('runs').tBodies[0].replaceChildren(...runs.map((run, i) => {
    const before = runs[i - 1]?.kernels ?? {};
    const moved = Object.entries(run.kernels).filter(([name, cycles]) => before[name] && cycles / before[name] - 1 > slower)
      .map(([name, cycles]) => `${name} ${number(before[name])} to ${number(cycles)}`);
    const by = change(runs, i);
    return row([[new Date(1000 * run.time).toISOString().slice(0, 16).replace('T', ' ')], [run.revision.slice(0, 10)],
      [run.verdict, run.verdict === 'PASS' ? 'PASS' : 'bad'], [number(run.cycles), 'number'],
      [percent(by), by > slower ? 'number bad' : 'number'], [moved.join(', ')]]);
  }).reverse());
  $('back').focus();
}

function close() { $('case').hidden = true; $('now').hidden = $('cases').hidden = false; mark(); }

function watch() {
  const where = location.origin.replace('http', 'ws') + '/api/watch';
  const line = token() ? new WebSocket(where, 'seeker.' + token()) : new WebSocket(where);
  line.onopen = () => { $('live').textContent = 'live'; };
  line.onmessage = (message) => drawState(JSON.parse(message.data));
  line.onclose = () => { $('live').textContent = 'not connected'; setTimeout(watch, 2000); };
}

async function begin() {
  try {
    cases = (await ask('/api/cases')).cases;
    $('login').hidden = true;
    drawCases();
    watch();
  } catch (problem) { $('refusal').textContent = problem.message; }
}

$('filter').oninput = drawCases;
$('back').onclick = close;
$('login').onsubmit = (event) => { event.preventDefault(); sessionStorage.setItem('token', $('token').value); begin(); };
document.onkeydown = (event) => {
  if (event.key === 'Escape') { document.activeElement.blur(); if (!$('case').hidden) close(); return; }
  if (event.target.tagName === 'INPUT' || event.ctrlKey || event.metaKey) return;
  const rows = $('list').tBodies[0].rows;
  if (event.key === '/') { event.preventDefault(); $('filter').focus(); }
  if (event.key === 'j' && here + 1 < rows.length) { ++here; mark(); }
  if (event.key === 'k' && here > 0) { --here; mark(); }
  if (event.key === 'Enter' && $('case').hidden) rows[here]?.click();
};
begin();
