import { Link } from 'react-router';
import type { Product } from '../../api';
import { useDomain } from '../../queries';
import { texts } from '../../texts';
import { Fact, Facts, Panel, PortLink, Principals } from '../../ui/parts';
import { useQueryList } from '../queries/queries';
import { QueryBadge } from '../queries/query';

/** The four properties that make it a data product: logic, data and metadata, environment, governance. */
export function Properties({ product }: { product: Product }) {
  const governance = useDomain(product.domain).data?.document.governance;
  const fieldCount = product.outputPorts.reduce((sum, port) => sum + port.fields.length, 0);
  return (
    <Panel title={texts.product.properties}>
      <Facts>
        <Fact name={texts.product.logic}>
          <Logic product={product} />
        </Fact>
        {product.inputPorts.length > 0 && (
          <Fact name={texts.product.inputs}>
            {product.inputPorts.map((input) => (
              <div key={input.name}>
                {input.port ? <PortLink port={input.port} /> : <span className="mono">{input.name}</span>}
              </div>
            ))}
          </Fact>
        )}
        <Fact name={texts.product.data}>
          {texts.product.dataText(product.outputPorts.length, fieldCount)}
        </Fact>
        <Fact name={texts.product.environment}>{product.environment || texts.product.noEnvironment}</Fact>
        <Fact name={texts.product.owners}>
          <Principals names={product.owners} />
        </Fact>
        <Fact name={texts.product.stewards}>
          <Principals names={product.stewards} />
        </Fact>
        <Fact name={texts.product.governance}>
          <Link to={`/domains/${encodeURIComponent(product.domain)}`} className="text-link">
            {product.domainTitle || product.domain}
          </Link>
          {governance?.regulations?.length ? ` · ${governance.regulations.join(', ')}` : ''}
        </Fact>
        <Fact name={texts.product.standards}>
          <Standards product={product} />
        </Fact>
      </Facts>
    </Panel>
  );
}

/** The product as files for other programs; the server knows who may have them. */
function Standards({ product }: { product: Product }) {
  return (
    <>
      {Object.entries(texts.product.standardNames).map(([standard, name], index) => (
        <span key={standard}>
          {index > 0 && ' · '}
          <a
            className="text-link"
            href={`/api/v1/products/${encodeURIComponent(product.id)}/export?as=${standard}`}
            download={`${product.id}.${standard}`}
          >
            {name}
          </a>
        </span>
      ))}
    </>
  );
}

function Logic({ product }: { product: Product }) {
  if (product.flows.length + product.queries.length === 0) {
    return <span className="dim">{texts.product.noLogic}</span>;
  }
  return (
    <>
      {product.flows.map((flow) => (
        <div key={flow}>
          {texts.product.flow}{' '}
          <Link to={`/flows/${encodeURIComponent(flow)}`} className="mono text-link">
            {flow}
          </Link>
        </div>
      ))}
      {product.queries.length > 0 && <Queries product={product} />}
    </>
  );
}

function Queries({ product }: { product: Product }) {
  const states = new Map((useQueryList().data ?? []).map(({ name, state }) => [name, state]));
  return product.queries.map((query) => {
    const state = states.get(query);
    return (
      <div key={query}>
        {texts.product.query}{' '}
        <Link to={`/queries/${encodeURIComponent(query)}`} className="mono text-link">
          {query}
        </Link>{' '}
        {state && <QueryBadge state={state} />}
      </div>
    );
  });
}
