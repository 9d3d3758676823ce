/** Markdown as elements of the page: nothing in it is ever taken for HTML. */
import { marked, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode, useMemo } from 'react';
import styles from '../panel/panel.module.css';

export function Markdown({ text }: { readonly text: string }) {
  const tokens = useMemo(() => marked.lexer(text), [text]);
  return <div className={styles.markdown}>{blocks(tokens)}</div>;
}

function blocks(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, at) => <Fragment key={at}>{block(token)}</Fragment>);
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'heading':
      // Under the panel's own headings, whatever level the file gives.
      return (token as Tokens.Heading).depth <= 3 ? (
        <h3>{inline(token)}</h3>
      ) : (
        <h4>{inline(token)}</h4>
      );
    case 'paragraph':
      return <p>{inline(token)}</p>;
    case 'text':
      return inline(token);
    case 'blockquote':
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'list':
      return listOf(token as Tokens.List);
    case 'table':
      return tableOf(token as Tokens.Table);
    case 'hr':
      return <hr />;
    case 'html':
      return <p>{(token as Tokens.HTML).text}</p>;
    default:
      return null;
  }
}

function listOf({ ordered, items }: Tokens.List): ReactNode {
  const entries = items.map((item, at) => <li key={at}>{blocks(item.tokens)}</li>);
  return ordered ? <ol>{entries}</ol> : <ul>{entries}</ul>;
}

function tableOf({ header, rows }: Tokens.Table): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell, at) => (
            <th key={at} scope="col">
              {inlines(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>{inlines(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inline(token: Token): ReactNode {
  return 'tokens' in token && token.tokens ? inlines(token.tokens) : textOf(token);
}

function inlines(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, at) => <Fragment key={at}>{span(token)}</Fragment>);
}

function span(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token)}</strong>;
    case 'em':
      return <em>{inline(token)}</em>;
    case 'del':
      return <del>{inline(token)}</del>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link token={token as Tokens.Link} />;
    default:
      return inline(token);
  }
}

/** Into the product, or to the web; nothing else is a link. */
function Link({ token }: { readonly token: Tokens.Link }) {
  if (token.href.startsWith('#/')) return <a href={token.href}>{inline(token)}</a>;
  if (!/^https?:\/\//.test(token.href)) return inline(token);
  return (
    <a href={token.href} target="_blank" rel="noreferrer noopener">
      {inline(token)}
    </a>
  );
}

/** The lexer writes `&` and the like for HTML; here they are what was typed. */
function textOf(token: Token): string {
  const text = 'text' in token ? String(token.text) : token.raw;
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
