/** A reservoir, a gate, a pipe and a turbine: what the product is named after. */
export function LoginIllustration() {
  const pipe = { fill: "none", strokeLinecap: "round", strokeLinejoin: "round" } as const;
  return (
    <svg viewBox="0 0 560 360" width="100%" aria-hidden="true" style={{ maxWidth: 640, margin: "auto" }}>
      <defs>
        <linearGradient id="water" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#58d3dd" />
          <stop offset="1" stopColor="#1a8594" />
        </linearGradient>
      </defs>
      <path d="M0 96c30-10 52 8 84 0s50-8 84 2v62c0 10-8 18-18 18H0z" fill="url(#water)" opacity="0.28" />
      <path d="M0 96c30-10 52 8 84 0s50-8 84 2" stroke="#58d3dd" strokeWidth="3" {...pipe} />
      <path
        d="M0 124c24-7 44 6 70 0M30 150c22-6 38 5 60 0"
        stroke="#58d3dd"
        strokeWidth="2"
        opacity="0.5"
        {...pipe}
      />
      <path d="M168 40v138" stroke="#cfe6ea" strokeWidth="7" {...pipe} />
      <path d="M156 40h24M168 40V18M158 18h20" stroke="#cfe6ea" strokeWidth="4" {...pipe} />
      <path
        d="M172 150h44c30 0 42 16 56 40l34 58c10 18 24 26 46 26h26"
        stroke="#2a5a68"
        strokeWidth="30"
        {...pipe}
      />
      <path
        d="M172 150h44c30 0 42 16 56 40l34 58c10 18 24 26 46 26h26"
        stroke="#0a2e3b"
        strokeWidth="22"
        {...pipe}
      />
      <path
        d="M172 150h44c30 0 42 16 56 40l34 58c10 18 24 26 46 26h26"
        stroke="#58d3dd"
        strokeWidth="4"
        strokeDasharray="2 15"
        {...pipe}
      />
      <circle cx="432" cy="274" r="58" fill="#0a2e3b" stroke="#2a5a68" strokeWidth="5" />
      <g stroke="#58d3dd" strokeWidth="5" {...pipe}>
        <path d="M432 264c-4-18 4-32 20-36M441 279c18-4 32 6 34 22M426 282c-8 17-22 23-38 18M423 268c-17-8-22-22-16-38" />
        <circle cx="432" cy="274" r="10" />
      </g>
      <path d="M490 274h70" stroke="#cfe6ea" strokeWidth="3" strokeDasharray="10 9" {...pipe} />
      <path d="M0 340h560" stroke="#2a5a68" strokeWidth="3" strokeDasharray="3 10" {...pipe} />
    </svg>
  );
}
