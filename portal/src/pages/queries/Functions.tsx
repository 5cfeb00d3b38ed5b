import { Button, FileButton, Modal } from '@mantine/core';
import { useState } from 'react';
import { size } from '../../format';
import { useChange, useWhoami } from '../../queries';
import { texts } from '../../texts';
import { Panel, Principal, Principals, TableFrame } from '../../ui/parts';
import { Answer, Problems } from '../../ui/states';
import { queries } from './api';
import type { JarFunction, OfferedJar } from './api';
import { useJarFunctions, useJars } from './queries';

const words = texts.queries.functions;

/** The functions from jars that queries may call, and the jars that people have offered. */
export function Functions() {
  const functions = useJarFunctions();
  const jars = useJars();
  const me = useWhoami().data;
  const isAdmin = me?.roles.includes('admin') ?? false;
  return (
    <>
      <Panel title={words.title} aside={words.hint} flush>
        <Answer of={functions}>
          {(all) =>
            all.length === 0 ? <p className="dim output-note">{words.none}</p> : <Known functions={all} />
          }
        </Answer>
      </Panel>
      {(isAdmin || (me?.owns.length ?? 0) > 0) && (
        <Panel title={words.jars} aside={words.jarsHint} flush>
          <Offer />
          <Answer of={jars}>
            {(all) => (all.length === 0 ? null : <Jars jars={all} me={me?.name ?? ''} isAdmin={isAdmin} />)}
          </Answer>
        </Panel>
      )}
    </>
  );
}

function Known({ functions }: { functions: JarFunction[] }) {
  return (
    <TableFrame label={words.title}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.className}</th>
            <th scope="col">{words.usableBy}</th>
          </tr>
        </thead>
        <tbody>
          {functions.map((each) => (
            <tr key={each.name}>
              <td>
                <span className="mono">{each.name}</span>
                {each.description && <p className="dim">{each.description}</p>}
                {!each.here && <p className="bad">{words.missing}</p>}
              </td>
              <td className="mono">{each.className}</td>
              <td>{[each.product, ...each.usableBy].join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Offer() {
  const offer = useChange((file: File) => queries.offerJar(file), ['function-jars']);
  return (
    <div className="stack output-note">
      <FileButton accept=".jar" onChange={(file) => file && offer.mutate(file)}>
        {(props) => (
          <Button {...props} variant="default" loading={offer.isPending} className="offer-jar">
            {words.offer}
          </Button>
        )}
      </FileButton>
      {offer.error && <Problems error={offer.error} />}
    </div>
  );
}

function Jars({ jars, me, isAdmin }: { jars: OfferedJar[]; me: string; isAdmin: boolean }) {
  return (
    <TableFrame label={words.jars}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{words.file}</th>
            <th scope="col">{words.offeredBy}</th>
            <th scope="col">{words.state}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {jars.map((jar) => (
            <tr key={jar.sha256}>
              <td>
                {jar.file} <span className="dim">{size(jar.bytes)}</span>
                <p className="mono dim hash">{jar.sha256}</p>
              </td>
              <td>
                <Principal name={jar.offeredBy} />
              </td>
              <td>{jar.acceptedBy ? <Principals names={[jar.acceptedBy]} /> : words.waits}</td>
              <td>
                <Choice
                  jar={jar}
                  mayAccept={isAdmin && jar.offeredBy !== me}
                  mayWithdraw={isAdmin || !jar.acceptedBy}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Choice(of: { jar: OfferedJar; mayAccept: boolean; mayWithdraw: boolean }) {
  const { jar } = of;
  const [asking, setAsking] = useState(false);
  const accept = useChange(() => queries.acceptJar(jar.sha256), ['function-jars', 'functions']);
  const withdraw = useChange(() => queries.withdrawJar(jar.sha256), ['function-jars', 'functions']);
  const failure = accept.error ?? withdraw.error;
  return (
    <>
      <div className="row">
        {of.mayAccept && !jar.acceptedBy && (
          <Button
            aria-label={words.acceptLabel(jar.file)}
            loading={accept.isPending}
            onClick={() => accept.mutate(undefined)}
          >
            {words.accept}
          </Button>
        )}
        {of.mayWithdraw && (
          <Button
            variant="default"
            aria-label={words.withdrawLabel(jar.file)}
            onClick={() => setAsking(true)}
          >
            {words.withdraw}
          </Button>
        )}
      </div>
      {failure && <Problems error={failure} />}
      <Modal opened={asking} onClose={() => setAsking(false)} title={words.withdraw}>
        <div className="stack">
          <p>{words.sure(jar.file)}</p>
          <div className="row dialog-actions">
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {words.keep}
            </Button>
            <Button
              color="red.9"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate(undefined, { onSettled: () => setAsking(false) })}
            >
              {words.withdraw}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
