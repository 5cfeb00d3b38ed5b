import type { ServiceLevel } from '../../api';
import { texts } from '../../texts';
import { Empty } from '../../ui/states';

/** What the contract promises about the port. */
export function Promises({ levels }: { levels: ServiceLevel[] }) {
  if (levels.length === 0) {
    return <Empty title={texts.quality.empty} hint={texts.quality.emptyHint} />;
  }
  return (
    <table className="data">
      <thead>
        <tr>
          <th scope="col">{texts.quality.property}</th>
          <th scope="col">{texts.quality.value}</th>
        </tr>
      </thead>
      <tbody>
        {levels.map((level) => (
          <tr key={level.property}>
            <td>{level.property}</td>
            <td>
              {String(level.value)} {level.unit}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
