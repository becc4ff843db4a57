import { Part, html } from './lit.js';

// uPlot defines a global name. It is read when the first chart appears.
let library;
function uPlot() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = new URL('vendor/uplot/uPlot.iife.min.js', import.meta.url).href;
    script.onload = () => done(globalThis.uPlot);
    script.onerror = () => {
      library = undefined;
      failed(new Error('The library for charts could not be read.'));
    };
    document.head.append(script);
  });
  return library;
}

const HEIGHT = 150;
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2]];
const scheme = matchMedia('(prefers-color-scheme: dark)');

/** Returns the computed colour of a custom property: a canvas does not know light-dark(). */
function colour(host, name) {
  host.style.color = `var(--${name})`;
  const value = getComputedStyle(host).color;
  host.style.color = '';
  return value;
}

/**
 * A chart of one or more series over time. Properties: title, times (seconds since 1970), series ({label, values,
 * colour}), show (the text of a value), least (the least end of the scale). Series differ by their dashes, too.
 */
class Chart extends Part {
  static properties = {
    title: {}, times: { attribute: false }, series: { attribute: false }, show: { attribute: false }, least: { type: Number },
  };

  #plot;
  #resize = new ResizeObserver(() => this.#fit());

  constructor() {
    super();
    this.show = String;
    this.least = 1;
  }

  connectedCallback() {
    super.connectedCallback();
    scheme.addEventListener('change', this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    scheme.removeEventListener('change', this.#redraw);
    this.#resize.disconnect();
    this.#end();
  }

  #end() {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #redraw = () => {
    this.#end();
    this.#draw();
  };

  #fit() {
    const width = this.querySelector('.plot')?.clientWidth;
    if (this.#plot && width && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    }
  }

  updated() {
    this.#draw();
  }

  async #draw() {
    const Plot = await uPlot();
    const place = this.querySelector('.plot');
    if (!this.isConnected || !place || !this.times) {
      return;
    }
    const data = [this.times, ...this.series.map(each => each.values)];
    if (this.#plot) {
      this.#plot.setData(data);
      return;
    }
    this.#plot = new Plot(this.#options(place), data, place);
    this.#resize.observe(place);
  }

  #options(place) {
    const muted = colour(this, 'muted');
    const grid = { stroke: colour(this, 'line'), width: 1 };
    const axis = { stroke: muted, grid, ticks: grid, font: '11px system-ui' };
    return {
      width: Math.max(120, place.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { sync: { key: 'history' }, points: { show: false }, drag: { x: false, y: false } },
      scales: { y: { range: (_, min, max) => [0, Math.max(max * 1.1, this.least)] } },
      axes: [
        { ...axis, values: [[60, '{HH}:{mm}'], [1, '{HH}:{mm}:{ss}']].map(([step, text]) => [step, text, null, null, null, null, null, null, 0]) },
        { ...axis, size: 56, values: (_, ticks) => ticks.map(this.show) },
      ],
      series: [
        {},
        ...this.series.map((each, index) => ({
          label: each.label, stroke: colour(this, each.colour), width: 1.6, dash: DASHES[index], points: { show: false },
        })),
      ],
    };
  }

  #latest(values) {
    for (let i = (values?.length ?? 0) - 1; i >= 0; i--) {
      if (values[i] !== null && values[i] !== undefined) {
        return this.show(values[i]);
      }
    }
    return '–';
  }

  render() {
    const series = this.series ?? [];
    const words = series.map(each => `${each.label} ${this.#latest(each.values)}`).join(', ');
    return html`
      <figure class="chart">
        <figcaption><span class="chart-title">${this.title}</span>
          <span class="chart-legend" aria-hidden="true">${series.map((each, index) => html`<span>
            <svg width="18" height="8"><line class=${`stroke-${each.colour}`} x1="0" x2="18" y1="4" y2="4" stroke-width="2" stroke-dasharray=${DASHES[index].join(' ')}></line></svg>
            ${each.label} <b>${this.#latest(each.values)}</b></span>`)}</span>
        </figcaption>
        <div class="plot" role="img" aria-label=${`${this.title}, now: ${words}`}></div>
      </figure>
    `;
  }
}

customElements.define('sluice-chart', Chart);
