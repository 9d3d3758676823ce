export function HomeView() { return <p>home</p>; }
