/** A shortcut as it stands on the keys. */
import { keyCaps } from './keys.ts';
import styles from './key-caps.module.css';
import { isMac } from './platform.ts';

export function KeyCaps({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keyCaps(keys, isMac).map((press, index) => (
        <span key={`${index} ${press.join()}`} className={styles.press}>
          {press.map((cap) => (
            <kbd key={cap} className={styles.cap}>
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
