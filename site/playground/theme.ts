// Run before anything is painted: the theme that was chosen on the other pages of the site.
try {
  document.documentElement.dataset['theme'] = localStorage.getItem('tsd-theme') ?? 'os'
} catch {
  // Without storage it is the system's.
}
