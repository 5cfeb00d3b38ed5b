import type { Product } from '../../api';
import { texts } from '../../texts';
import { Panel } from '../../ui/parts';

/** What it is for, what it is not for, and how to use it, in its owner's words. */
export function About({ product }: { product: Product }) {
  return (
    <Panel>
      <div className="about">
        <p className="about-purpose">{product.purpose || texts.product.noPurpose}</p>
        {product.limitations && <Part name={texts.product.limitations} text={product.limitations} />}
        {product.usage && <Part name={texts.product.usage} text={product.usage} />}
      </div>
    </Panel>
  );
}

function Part({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <h2 className="about-name">{name}</h2>
      <p>{text}</p>
    </div>
  );
}
