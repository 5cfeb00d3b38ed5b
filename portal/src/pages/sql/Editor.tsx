import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { keywordCompletionSource, schemaCompletionSource } from '@codemirror/lang-sql';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import type { CompletionSource } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { Problem } from '../../api';
import { texts } from '../../texts';
import { flinkSql } from './dialect';
import { stretchAt } from './mentions';

/** What the page does to the editor from outside. */
export interface EditorHandle {
  insert: (text: string) => void;
  goTo: (line: number, column: number) => void;
}

/** The statement as it is written: coloured, completed by what is known of ports, problems underlined. */
export function Editor({
  text,
  change,
  run,
  known,
  problems,
  handle,
}: {
  /** What is in it at first; later it leads. */
  text: string;
  change: (text: string) => void;
  run: () => void;
  known: SQLNamespace;
  problems: Problem[];
  handle: { current: EditorHandle | null };
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const schema = useRef(new Compartment());
  const latest = useRef({ change, run });
  latest.current = { change, run };

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          extensions(() => latest.current.run()),
          schema.current.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              latest.current.change(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = editor;
    handle.current = handleOf(editor);
    return () => {
      handle.current = null;
      editor.destroy();
    };
    // The text is what it begins with; whoever wants another makes another editor, by its key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: schema.current.reconfigure(completion(known)) });
  }, [known]);

  useEffect(() => {
    if (view.current) {
      const { state } = view.current;
      view.current.dispatch(setDiagnostics(state, diagnostics(state.doc.toString(), problems)));
    }
  }, [problems]);

  return <div ref={host} className="sql-editor" />;
}

function extensions(run: () => void) {
  const runKey = {
    key: 'Mod-Enter',
    run: () => {
      run();
      return true;
    },
  };
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    placeholder(texts.sql.placeholder),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': texts.sql.editor,
      'aria-describedby': 'sql-help',
      spellcheck: 'false',
    }),
    syntaxHighlighting(classHighlighter),
    autocompletion({ icons: false }),
    Prec.highest(keymap.of([runKey, { key: 'Tab', run: acceptCompletion }])),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
    flinkSql.language,
    flinkSql.language.data.of({ autocomplete: words }),
  ];
}

const keywords = keywordCompletionSource(flinkSql, true);

/** Keywords and functions, but not behind a dot: only what is in a table can stand there. */
const words: CompletionSource = (context) => (context.matchBefore(/\.\s*[\w`]*$/) ? null : keywords(context));

const completion = (known: SQLNamespace) =>
  flinkSql.language.data.of({ autocomplete: schemaCompletionSource({ dialect: flinkSql, schema: known }) });

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

function handleOf(view: EditorView): EditorHandle {
  return {
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    goTo: (line, column) => {
      const { from } = stretchAt(view.state.doc.toString(), line, column);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}
