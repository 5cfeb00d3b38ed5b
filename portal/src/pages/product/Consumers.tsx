import type { Port } from '../../api';
import { count, lastDay } from '../../format';
import { texts } from '../../texts';
import { Moment, Principal, TableFrame } from '../../ui/parts';
import { Empty } from '../../ui/states';

export function Consumers({ port }: { port: Port }) {
  if (port.consumers.length === 0) {
    return <Empty title={texts.consumers.empty} hint={texts.consumers.emptyHint} />;
  }
  return (
    <TableFrame label={texts.product.tabs.consumers}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{texts.consumers.who}</th>
            <th scope="col">{texts.consumers.purpose}</th>
            <th scope="col">{texts.consumers.until}</th>
            <th scope="col">{texts.consumers.lastRead}</th>
            <th scope="col" className="number">
              {texts.consumers.delivered}
            </th>
          </tr>
        </thead>
        <tbody>
          {port.consumers.map((consumer) => (
            <tr key={consumer.principal + (consumer.subscription ?? '')}>
              <td>
                <Principal name={consumer.principal} />
              </td>
              <td>{consumer.purpose}</td>
              <td className="nowrap">{consumer.until ? lastDay(consumer.until) : ''}</td>
              <td>
                {consumer.lastRead ? (
                  <Moment at={consumer.lastRead} />
                ) : (
                  <span className="dim">{texts.consumers.never}</span>
                )}
              </td>
              <td className="number">{count(consumer.delivered ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
