import { Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Field, FieldTag } from '../../api';
import { texts } from '../../texts';
import { Sight } from '../../ui/Sight';
import { Fact, Facts, Moment, TableFrame, TagChip } from '../../ui/parts';
import { Empty } from '../../ui/states';
import { DecideTag } from '../metadata/DecideTag';
import { FieldBusiness } from '../metadata/FieldBusiness';
import { useBusiness } from '../metadata/api';
import { metadataTexts } from '../metadata/texts';
import type { PortTerms } from '../glossary/api';
import { AssignTerm, FieldTerms } from '../glossary/FieldTerms';
import { usePortTerms } from '../glossary/queries';

/** The schema, and for each field how the one who looks sees it. */
export function Fields({
  fields,
  label,
  allowed,
  mayTag,
}: {
  fields: Field[];
  label: string;
  allowed: boolean;
  mayTag: boolean;
}) {
  const [wanted, setWanted] = useState('');
  const terms = usePortTerms(label).data;
  // What stewards want to know of one field they want to know of all.
  const isAsked = (useBusiness('port', label, fields[0]?.path).data?.sets.length ?? 0) > 0;
  if (fields.length === 0) {
    return <Empty title={texts.fields.empty} hint={texts.fields.emptyHint} />;
  }
  const shown = fields.filter((field) => mentions(field, wanted.trim().toLowerCase()));
  const withRule = (rule: Field['myRule']) => fields.filter((field) => field.myRule === rule).length;
  return (
    <>
      <div className="fields-bar">
        <span className="dim">
          {allowed
            ? texts.fields.summary(withRule('show'), withRule('mask'), withRule('withhold'))
            : texts.fields.noAccess}
        </span>
        {fields.length > 8 && (
          <TextInput
            aria-label={texts.fields.filter}
            placeholder={texts.fields.filter}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
      </div>
      <TableFrame label={texts.fields.of(label)}>
        <table className="data fields-table">
          <thead>
            <tr>
              <th scope="col">{texts.fields.field}</th>
              <th scope="col" className="type-column">
                {texts.fields.type}
              </th>
              {allowed && <th scope="col">{texts.fields.mySight}</th>}
              <th scope="col">{texts.fields.tags}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRow
                key={field.path}
                field={field}
                allowed={allowed}
                port={label}
                terms={terms}
                mayTag={mayTag}
                isAsked={isAsked}
              />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}

function mentions(field: Field, word: string): boolean {
  const text = [field.path, field.description ?? '', ...field.tags.map(({ tag }) => tag)].join(' ');
  return text.toLowerCase().includes(word);
}

function FieldRow({
  field,
  allowed,
  port,
  terms,
  mayTag,
  isAsked,
}: {
  field: Field;
  allowed: boolean;
  port: string;
  terms?: PortTerms;
  mayTag: boolean;
  isAsked: boolean;
}) {
  return (
    <tr>
      <td>
        <span className="row field-name">
          <span className="mono">{field.path}</span>
          <span className="mono dim type-inline">{field.type}</span>
          {field.primaryKey && <span className="mark">{texts.fields.key}</span>}
          {field.required && <span className="mark mark-quiet">{texts.fields.required}</span>}
          {!field.inContract && <span className="mark mark-warn">{texts.fields.notInContract}</span>}
          {field.atSource && <span className="mark mark-warn">{field.atSource}</span>}
          {isAsked && <FieldBusiness port={port} field={field.path} />}
          {terms?.mayAssign && <AssignTerm port={port} field={field.path} />}
        </span>
        {field.description && <span className="list-text field-text">{field.description}</span>}
        {terms && <FieldTerms port={port} field={field.path} terms={terms} />}
      </td>
      <td className="mono dim type-column">{field.type}</td>
      {allowed && (
        <td>
          <Sight rule={field.myRule} mask={field.myMask} policy={field.myPolicy} />
        </td>
      )}
      <td>
        <span className="tags">
          {[...field.tags, ...(field.otherTags ?? [])].map((tag, index) => (
            <WhyTag
              key={`${tag.tag} ${index}`}
              tag={tag}
              isNow={index < field.tags.length}
              decide={
                mayTag && tag.source !== 'contract'
                  ? (done) => <DecideTag port={port} field={field.path} tag={tag.tag} done={done} />
                  : undefined
              }
            />
          ))}
        </span>
      </td>
    </tr>
  );
}

/** A tag that tells why it is there, to the mouse and to the keyboard. */
function WhyTag({
  tag,
  isNow,
  decide,
}: {
  tag: FieldTag;
  isNow: boolean;
  decide?: (done: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const sure = tag.confidence === undefined ? undefined : `${Math.round(tag.confidence * 100)} %`;
  return (
    <Popover
      width={280}
      withArrow
      shadow="md"
      opened={open}
      onChange={setOpen}
      trapFocus={false}
      returnFocus={false}
      // Whoever scrolls to its form in a long table goes on writing in it.
      hideDetached={decide === undefined}
    >
      <Popover.Target>
        <button
          type="button"
          className={tag.status === 'REJECTED' || !isNow ? 'tag-button tag-rejected' : 'tag-button'}
          aria-label={[
            tag.tag,
            tag.status === 'REJECTED' && 'rejected',
            !isNow && metadataTexts.notNow,
            tag.evidence,
            sure,
          ]
            .filter(Boolean)
            .join(', ')}
          onMouseEnter={() => setOpen(true)}
          onMouseLeave={() => setOpen(decide !== undefined)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(decide !== undefined)}
          onClick={() => setOpen(true)}
        >
          <TagChip tag={tag.tag} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Facts>
          <Fact name={texts.fields.evidence}>{tag.evidence || texts.fields.noEvidence}</Fact>
          {(tag.source || sure) && (
            <Fact name={texts.fields.found}>
              {[tag.source, sure, tag.status?.toLowerCase()].filter(Boolean).join(' · ')}
            </Fact>
          )}
          {tag.validity && (
            <Fact name={metadataTexts.when}>
              {tag.validity.map(({ from, until }) => (
                <span key={`${from} ${until}`}>
                  {from && <Moment at={from} />} – {until && <Moment at={until} />}{' '}
                </span>
              ))}
            </Fact>
          )}
        </Facts>
        {decide?.(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}
