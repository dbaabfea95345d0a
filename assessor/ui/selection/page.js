// Tells screen readers which language the page speaks.

export default function ({ data }) {
  document.documentElement.lang = data.lang;
}
