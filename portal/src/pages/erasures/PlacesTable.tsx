import { Link } from 'react-router';
import { count, formatDay } from '../../format';
import { Badge, PortLink, TableFrame } from '../../ui/parts';
import { Empty } from '../../ui/states';
import { acts } from './api';
import type { Erasure, ErasurePlace } from './api';
import { erasureTexts as words } from './texts';

/** Every place in which records were looked for, and what becomes or became of them there. */
export function PlacesTable({ erasure }: { erasure: Erasure }) {
  if (erasure.places.length === 0) {
    return <Empty title={words.noPlaces} />;
  }
  return (
    <TableFrame label={words.places}>
      <table className="data places-table">
        <thead>
          <tr>
            <th scope="col">{words.place}</th>
            <th scope="col">{words.foundBy}</th>
            <th scope="col" className="number">
              {words.records}
            </th>
            <th scope="col" className="number">
              {words.made}
            </th>
            <th scope="col">{words.becomes}</th>
            <th scope="col">{words.until}</th>
          </tr>
        </thead>
        <tbody>
          {erasure.places.map((place) => (
            <Row key={place.name} erasure={erasure} place={place} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Row({ erasure, place }: { erasure: Erasure; place: ErasurePlace }) {
  return (
    <tr>
      <td>
        <Name name={place.name} />
        {place.note && <span className="list-text erasure-note">{place.note}</span>}
      </td>
      <td className="mono">
        {place.fields.length > 0 ? place.fields.join(', ') : <span className="dim">{words.byTrace}</span>}
      </td>
      <td className="number">{count(place.records)}</td>
      <td className="number">{count(place.derived)}</td>
      <td>
        <Becomes erasure={erasure} place={place} />
      </td>
      <td className="nowrap">{place.until ? formatDay(place.until) : ''}</td>
    </tr>
  );
}

/** A port with its way in the lineage; a quarantine or a flow as it is called. */
function Name({ name }: { name: string }) {
  const flow = /^flow\/(.+)$/.exec(name)?.[1];
  if (flow) {
    return (
      <Link to={`/flows/${encodeURIComponent(flow)}`} className="mono text-link">
        {name}
      </Link>
    );
  }
  if (!/^[^.]+\.[^.]+$/.test(name)) {
    return <span className="mono">{name}</span>;
  }
  return (
    <span className="row">
      <PortLink port={name} />
      <Link
        to={`/lineage?node=${encodeURIComponent(`port/${name}`)}`}
        className="text-link list-text"
        aria-label={words.lineageOf(name)}
      >
        {words.lineage}
      </Link>
    </span>
  );
}

/** What is done there, or is to be. */
function Becomes({ erasure, place }: { erasure: Erasure; place: ErasurePlace }) {
  const done = acts(place) ? erasure.done.find(({ name }) => name === place.name) : undefined;
  if (done) {
    const text = place.way === 'SHRED' ? words.shredded(done.written) : words.tombstones(done.written);
    return <Badge tone="good">{text}</Badge>;
  }
  if (place.records === 0 && place.derived === 0) {
    return <span className="dim">{words.nothingThere}</span>;
  }
  return (
    <>
      {words.ways[place.way](place.keys)}
      {erasure.status === 'APPLYING' && acts(place) && <span className="dim"> ({words.notYet})</span>}
    </>
  );
}
