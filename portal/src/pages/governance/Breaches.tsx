import { Link } from 'react-router';
import { texts } from '../../texts';
import { Panel } from '../../ui/parts';
import { useBreaches } from './queries';

/** What breaks the rules of the domain as things are; nothing where all is well. */
export function Breaches({ domain }: { domain: string }) {
  const breaches = useBreaches(domain, true).data ?? [];
  return breaches.length === 0 ? null : (
    <Panel title={texts.governance.breaches}>
      <ul className="gaps">
        {breaches.map((one) => (
          <li key={one.document + one.message}>
            <Link to={`/products/${encodeURIComponent(one.product)}`} className="text-link">
              {one.product}
            </Link>
            <p className="step-comment">{one.message}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
