import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { StreamLanguage, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { Problem } from '../../api';
import '../../pages/sql/code.css';
import { stretchAt } from '../../pages/sql/mentions';
import './draft.css';
import { draftTexts } from './texts';

/** Keys, texts, numbers and comments: enough to read YAML by. */
const yamlLanguage = StreamLanguage.define<null>({
  startState: () => null,
  token: (stream) => {
    if (stream.eatSpace()) {
      return null;
    }
    if (stream.match(/^#.*/)) {
      return 'comment';
    }
    if (stream.match(/^[\w./-]+(?=\s*:(\s|$))/)) {
      return 'keyword';
    }
    if (stream.match(/^"([^"\\]|\\.)*"?/) || stream.match(/^'[^']*'?/)) {
      return 'string';
    }
    if (stream.match(/^-?\d+(\.\d+)?(?=\s|$|[,\]}])/)) {
      return 'number';
    }
    if (stream.match(/^(true|false|null)(?=\s|$|[,\]}])/)) {
      return 'bool';
    }
    stream.match(/^[^\s#"']+/) || stream.next();
    return null;
  },
});

/** What comes from elsewhere is not written by the person. */
const brought = Annotation.define<boolean>();

/** A document as its text. It follows what is done to the document by other means; what is written here they follow. */
export function DocumentText({
  name,
  text,
  problems,
  write,
}: {
  name: string;
  text: string;
  problems: Problem[];
  write: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(write);
  latest.current = write;

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({ doc: text, extensions: extensions(name, (now) => latest.current(now)) }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The text is what it begins with; later ones are brought in below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    const { current } = view;
    if (current && current.state.doc.toString() !== text) {
      current.dispatch({
        changes: { from: 0, to: current.state.doc.length, insert: text },
        annotations: brought.of(true),
      });
    }
  }, [text]);

  useEffect(() => {
    const { current } = view;
    if (current) {
      current.dispatch(setDiagnostics(current.state, diagnostics(current.state.doc.toString(), problems)));
    }
  }, [problems, text]);

  return <div ref={host} className="document-text" />;
}

function extensions(name: string, write: (text: string) => void) {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    indentUnit.of('  '),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': draftTexts.textOf(name), spellcheck: 'false' }),
    yamlLanguage,
    syntaxHighlighting(classHighlighter),
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(brought))) {
        write(update.state.doc.toString());
      }
    }),
  ];
}

function diagnostics(text: string, problems: Problem[]): Diagnostic[] {
  return problems.flatMap(({ place, message, hint }) =>
    place?.line
      ? [
          {
            ...stretchAt(text, place.line, place.column ?? 1),
            severity: 'error' as const,
            message: hint ? `${message}\n${hint}` : message,
          },
        ]
      : [],
  );
}
