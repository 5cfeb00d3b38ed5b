import { Link } from 'react-router';
import { Moment, PageHead, Principal, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { ErasureBadge } from './ErasureBadge';
import { PlanButton } from './PlanButton';
import type { Erasure } from './api';
import { useErasures } from './queries';
import { erasureTexts as words } from './texts';

/** All erasures that this person may see. Who may plan is the server's to say. */
export default function ErasuresPage() {
  return (
    <>
      <PageHead title={words.title} lead={`${words.lead} ${words.mayNot}`} actions={<PlanButton />} />
      <div className="panel">
        <Answer of={useErasures()}>
          {(all) =>
            all.length === 0 ? (
              <Empty title={words.none} hint={words.noneHint} />
            ) : (
              <TableFrame label={words.title}>
                <table className="data erasures-table">
                  <thead>
                    <tr>
                      <th scope="col">{words.id}</th>
                      <th scope="col">{words.of}</th>
                      <th scope="col">{words.domain}</th>
                      <th scope="col">{words.status}</th>
                      <th scope="col">{words.planned}</th>
                      <th scope="col">{words.applied}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {all.map((erasure) => (
                      <Row key={erasure.id} erasure={erasure} />
                    ))}
                  </tbody>
                </table>
              </TableFrame>
            )
          }
        </Answer>
      </div>
    </>
  );
}

function Row({ erasure }: { erasure: Erasure }) {
  return (
    <tr>
      <td>
        <Link to={`/erasures/${erasure.id}`} className="mono text-link">
          {erasure.id}
        </Link>
      </td>
      <td>{erasure.scope.of || words.person}</td>
      <td>{erasure.scope.domain || words.everywhere}</td>
      <td>
        <ErasureBadge erasure={erasure} />
      </td>
      <td>
        <span className="row">
          <Principal name={erasure.plannedBy} />
          <Moment at={erasure.plannedAt} />
        </span>
      </td>
      <td>
        {erasure.appliedBy && erasure.appliedAt && (
          <span className="row">
            <Principal name={erasure.appliedBy} />
            <Moment at={erasure.appliedAt} />
          </span>
        )}
      </td>
    </tr>
  );
}
