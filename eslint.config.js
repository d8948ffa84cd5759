import eslint from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

export default defineConfig(
  { ignores: ['dist', 'dist-bench', 'coverage', 'docs/api', '.stryker-tmp', 'reports'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/method-signature-style': ['error', 'property'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
    },
  },
  {
    files: ['src/**'],
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      'no-restricted-globals': ['error', { name: 'Buffer', message: 'Use Uint8Array.' }],
      // Without a type the declaration of a constant is its value, which semver would freeze: right for limits, not for dates.
      '@typescript-eslint/no-inferrable-types': 'off',
    },
  },
  {
    files: ['src/cli.ts', 'scripts/**', 'bench/**', 'examples/**', 'test/**', 'testing/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tests take strings apart by code points, which is what XML counts, and change data on purpose.
    files: ['test/**', 'testing/**'],
    rules: { '@typescript-eslint/no-misused-spread': 'off', '@typescript-eslint/no-dynamic-delete': 'off' },
  },
  { files: ['*.config.js', 'site/*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
