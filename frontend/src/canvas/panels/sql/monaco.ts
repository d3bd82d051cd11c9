/** Monaco with Flink SQL, and no more of it than that. Loaded when the first editor is shown. */

import "monaco-editor/esm/vs/editor/edcore.main";
import * as monaco from "monaco-editor/esm/vs/editor/editor.api";
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker?worker";
// Only the tokenizer: the language's own parser is a grammar of megabytes that knows less than Flink's.
import { conf, language } from "monaco-sql-languages/esm/languages/flink/flink";
import { type SqlContext, type Suggestion, suggest } from "./completion";

export const LANGUAGE = "penstock-flink-sql";

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

monaco.languages.register({ id: LANGUAGE });
monaco.languages.setMonarchTokensProvider(LANGUAGE, {
  ...(language as monaco.languages.IMonarchLanguage),
  // Monaco's base themes paint `*.sql` in colours of their own.
  tokenPostfix: ".flink",
});
monaco.languages.setLanguageConfiguration(LANGUAGE, conf as monaco.languages.LanguageConfiguration);

const contexts = new WeakMap<monaco.editor.ITextModel, () => SqlContext>();

/** Sets what completion offers in an editor; `context` is called for each completion. */
export function setCompletionContext(model: monaco.editor.ITextModel, context: () => SqlContext): void {
  contexts.set(model, context);
}

const KINDS: Record<Suggestion["kind"], monaco.languages.CompletionItemKind> = {
  column: monaco.languages.CompletionItemKind.Field,
  table: monaco.languages.CompletionItemKind.Struct,
  function: monaco.languages.CompletionItemKind.Function,
  keyword: monaco.languages.CompletionItemKind.Keyword,
};
const RANK: Record<Suggestion["kind"], string> = { column: "1", table: "2", function: "3", keyword: "4" };

monaco.languages.registerCompletionItemProvider(LANGUAGE, {
  triggerCharacters: [".", " "],
  provideCompletionItems(model, position, trigger) {
    const context = contexts.get(model)?.();
    if (!context) return { suggestions: [] };
    const word = model.getWordUntilPosition(position);
    const before = model.getValueInRange(new monaco.Range(1, 1, position.lineNumber, word.startColumn));
    // After a space only what is certain: the names of tables.
    if (trigger.triggerCharacter === " " && !/\b(?:FROM|JOIN|TABLE)\s$/i.test(before))
      return { suggestions: [] };
    const range = new monaco.Range(
      position.lineNumber,
      word.startColumn,
      position.lineNumber,
      word.endColumn,
    );
    return { suggestions: suggest(before, model.getValue(), context).map((entry) => item(entry, range)) };
  },
});

const item = (entry: Suggestion, range: monaco.Range): monaco.languages.CompletionItem => ({
  label: entry.label,
  insertText: entry.insert,
  detail: entry.detail,
  kind: KINDS[entry.kind],
  sortText: RANK[entry.kind] + entry.label,
  range,
});

const COLORS = {
  light: { keyword: "0b6876", string: "9a2f1b", number: "6741d9", comment: "8a9ca5", function: "3b5bdb" },
  dark: { keyword: "6abfcb", string: "f0a58f", number: "b197fc", comment: "6d838d", function: "91a7ff" },
};

for (const scheme of ["light", "dark"] as const) {
  const colors = COLORS[scheme];
  monaco.editor.defineTheme(`penstock-${scheme}`, {
    base: scheme === "light" ? "vs" : "vs-dark",
    inherit: true,
    rules: [
      { token: "keyword", foreground: colors.keyword, fontStyle: "bold" },
      { token: "string", foreground: colors.string },
      { token: "number", foreground: colors.number },
      { token: "comment", foreground: colors.comment, fontStyle: "italic" },
      { token: "predefined", foreground: colors.function },
      { token: "type", foreground: colors.number },
    ],
    colors:
      scheme === "light"
        ? { "editor.background": "#ffffff", "editorLineNumber.foreground": "#b0bfc6" }
        : { "editor.background": "#0e1a22", "editorLineNumber.foreground": "#3a4e58" },
  });
}

export const EDITOR_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  language: LANGUAGE,
  automaticLayout: true,
  minimap: { enabled: false },
  fontSize: 13,
  lineHeight: 20,
  fontFamily: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 6,
  glyphMargin: false,
  folding: false,
  renderLineHighlight: "line",
  overviewRulerLanes: 0,
  tabSize: 2,
  wordWrap: "on",
  padding: { top: 8, bottom: 8 },
  fixedOverflowWidgets: true,
  // Tab must be able to leave the editor for someone without a mouse: Ctrl+M switches.
  accessibilitySupport: "auto",
  suggest: { showWords: false },
  wordBasedSuggestions: "off",
  scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
};

export { monaco };
