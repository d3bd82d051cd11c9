/** The mark: a gated pipe in the shape of a P. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M9 9h6.5c5 0 8 2.5 8 6s-3 6-8 6H9"
        stroke="currentColor"
        strokeWidth="3.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M9 4.5v23" stroke="var(--p-bar-mark)" strokeWidth="3.2" strokeLinecap="round" />
      <path d="M9 15h9" stroke="var(--p-bar-mark)" strokeWidth="3.2" strokeLinecap="round" />
    </svg>
  );
}
