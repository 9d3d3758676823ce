/** A view that fails says so in its own place; everything around it goes on. */
import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/states.tsx';

type Props = { readonly children: ReactNode };
type State = { readonly error: unknown };

/** React tells of a failed rendering to classes only. */
export class ViewGuard extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div style={{ padding: '0 24px' }}>
        <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />
      </div>
    );
  }
}
