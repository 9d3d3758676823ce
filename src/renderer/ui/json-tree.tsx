/** JSON as a tree that opens and closes. */
import { useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Icon } from './icon.tsx';
import { isArray, type JsonNode, JsonNumber } from './json.ts';
import styles from './json-tree.module.css';

/** Deeper levels start closed. */
const openDepth = 3;

/** So many children of one node are shown at once: a list of 100,000 would hold up the page. */
const childrenMax = 100;

/** What can be done with a field: `isOn` where it is done already. */
export type Pick = {
  readonly label: (path: readonly string[]) => string;
  readonly isOn: (path: readonly string[]) => boolean;
  readonly perform: (path: readonly string[]) => void;
};

export function JsonTree(props: { readonly node: JsonNode; readonly pick?: Pick | undefined }) {
  return (
    <div className={styles.tree}>
      <Branch name={null} node={props.node} path={[]} pick={props.pick} />
    </div>
  );
}

type BranchProps = {
  readonly name: string | null;
  readonly node: JsonNode;
  readonly path: readonly string[];
  readonly pick: Pick | undefined;
};

function Branch({ name, node, path, pick }: BranchProps) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(path.length < openDepth);
  const [shownCount, setShownCount] = useState(childrenMax);
  const children = childrenOf(node);
  if (children === null) {
    return (
      <div className={styles.leaf}>
        <Name name={name} />
        <Leaf node={node} />
        {pick && path.length > 0 && <PickButton path={path} pick={pick} />}
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={12} />
        <Name name={name} />
        <span className={styles.summary}>
          {isArray(node) ? `[${children.length}]` : `{${children.length}}`}
        </span>
      </button>
      {isOpen && (
        <div className={styles.children}>
          {children.slice(0, shownCount).map(([key, child]) => (
            <Branch key={key} name={key} node={child} path={[...path, key]} pick={pick} />
          ))}
          {children.length > shownCount && (
            <button
              type="button"
              className={styles.more}
              onClick={() => setShownCount(shownCount + childrenMax * 5)}
            >
              {t('common.moreItems', { count: children.length - shownCount })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function PickButton({ path, pick }: { readonly path: readonly string[]; readonly pick: Pick }) {
  const label = pick.label(path);
  const isOn = pick.isOn(path);
  return (
    <button
      type="button"
      className={styles.pick}
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={() => pick.perform(path)}
    >
      <Icon name={isOn ? 'check' : 'columns'} size={12} />
    </button>
  );
}

function Name({ name }: { readonly name: string | null }) {
  return name === null ? null : <span className={styles.name}>{name}: </span>;
}

function Leaf({ node }: { readonly node: JsonNode }) {
  if (node instanceof JsonNumber) return <span className={styles.number}>{node.digits}</span>;
  if (typeof node === 'string') {
    return <span className={styles.string}>{JSON.stringify(node)}</span>;
  }
  return <span className={styles.word}>{String(node)}</span>;
}

/** Null for what has no inside. */
function childrenOf(node: JsonNode): readonly (readonly [string, JsonNode])[] | null {
  if (isArray(node)) return node.map((item, index) => [String(index), item] as const);
  return node instanceof Map ? [...node] : null;
}
