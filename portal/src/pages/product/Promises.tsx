import type { Port } from '../../api';
import { count, formatMoment } from '../../format';
import { texts } from '../../texts';
import { Bars, tallest } from '../../ui/Bars';
import { Badge, Moment, TableFrame } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { useQuality } from './quality';
import type { Quality } from './quality';

const tones: Record<Quality['promises'][number]['standing'], Tone> = {
  kept: 'good',
  broken: 'bad',
  unknown: 'quiet',
};

/** What the contract promises about the port, and how it stands: measured on what comes. */
export function Promises({ port }: { port: Port }) {
  return (
    <Answer of={useQuality(port.port)}>
      {(quality) =>
        quality.promises.length + quality.unmeasured.length + port.serviceLevels.length === 0 ? (
          <Empty title={texts.quality.empty} hint={texts.quality.emptyHint} />
        ) : (
          <>
            {quality.status === 'reading' && <p className="list-text">{texts.quality.reading}</p>}
            <Standings promises={quality.promises} others={others(quality, port)} />
            {quality.slices.length > 0 && <Recent slices={quality.slices} />}
          </>
        )
      }
    </Answer>
  );
}

/** Where another server measures, or nothing can be, what the contract says is still worth reading. */
function others(quality: Quality, port: Port): Quality['unmeasured'] {
  return quality.status === 'unmeasured'
    ? port.serviceLevels.map(({ property, value, unit }) => ({
        name: property,
        promised: `${value} ${unit ?? ''}`.trim(),
        why: '',
      }))
    : quality.unmeasured;
}

function Standings({ promises, others }: { promises: Quality['promises']; others: Quality['unmeasured'] }) {
  return (
    <TableFrame label={texts.quality.label}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{texts.quality.property}</th>
            <th scope="col">{texts.quality.standing}</th>
            <th scope="col">{texts.quality.value}</th>
            <th scope="col">{texts.quality.found}</th>
          </tr>
        </thead>
        <tbody>
          {promises.map((promise) => (
            <tr key={promise.id}>
              <td>{promise.name}</td>
              <td className="nowrap">
                <Badge tone={tones[promise.standing]}>{texts.quality.standings[promise.standing]}</Badge>
              </td>
              <td>{promise.promised}</td>
              <td>
                {promise.found}
                {promise.brokenSince && (
                  <>
                    {' · '}
                    {texts.quality.since} <Moment at={promise.brokenSince} />
                  </>
                )}
              </td>
            </tr>
          ))}
          {others.map((promise, index) => (
            <tr key={`${promise.name}-${index}`}>
              <td>{promise.name}</td>
              <td className="nowrap">
                <Badge tone="quiet">{texts.quality.unmeasured}</Badge>
              </td>
              <td>{promise.promised}</td>
              <td className="dim">{promise.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

const bars = 60;
const hour = 3_600_000;

/** How many records came over the window, in bars of equal time; what went to quarantine is on top. */
function Recent({ slices }: { slices: Quality['slices'] }) {
  const now = Date.now();
  const begin = Math.min(now - hour, ...slices.map((slice) => Date.parse(slice.from)));
  const sums = Array.from({ length: bars }, () => ({ well: 0, failed: 0 }));
  for (const slice of slices) {
    const at = Math.floor(((Date.parse(slice.from) - begin) / (now - begin)) * bars);
    const sum = sums[Math.min(bars - 1, Math.max(0, at))];
    if (sum) {
      sum.well += slice.records;
      sum.failed += slice.quarantined;
    }
  }
  const words = texts.quality.recent(formatMoment(begin), count(tallest(sums)));
  return (
    <figure className="history panel-body">
      <Bars bars={sums} label={words} />
      <figcaption className="list-text">{words}</figcaption>
    </figure>
  );
}
