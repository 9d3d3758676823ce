/** JSON as a tree that opens and closes. */
import { useState } from 'react';
import { Icon } from './icon.tsx';
import { isArray, type JsonNode, JsonNumber } from './json.ts';
import styles from './json-tree.module.css';

/** Deeper levels start closed. */
const openDepth = 3;

export function JsonTree({ node }: { readonly node: JsonNode }) {
  return (
    <div className={styles.tree}>
      <Branch name={null} node={node} depth={0} />
    </div>
  );
}

type BranchProps = {
  readonly name: string | null;
  readonly node: JsonNode;
  readonly depth: number;
};

function Branch({ name, node, depth }: BranchProps) {
  const [isOpen, setIsOpen] = useState(depth < openDepth);
  const children = childrenOf(node);
  if (children === null) {
    return (
      <div className={styles.leaf}>
        <Name name={name} />
        <Leaf node={node} />
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
          {children.map(([key, child]) => (
            <Branch key={key} name={key} node={child} depth={depth + 1} />
          ))}
        </div>
      )}
    </div>
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
