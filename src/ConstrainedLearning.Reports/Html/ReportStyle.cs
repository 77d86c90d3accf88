namespace ConstrainedLearning.Reports.Html;

/// <summary>The look of reports: one readable column, light, the same on paper; every rule stays within the report.</summary>
internal static class ReportStyle
{
    /// <summary>For whole pages only: a page of someone else has its own paper.</summary>
    internal const string Paper = "@page { size: A4; margin: 15mm 14mm; }";

    internal const string Css = """
        .cl-report { color: #2b2f36; background: #fff; font: 16px/1.55 Arial, Helvetica, "Liberation Sans", sans-serif; }
        .cl-report main { max-width: 50rem; margin: 0 auto; padding: 2.4rem 1.25rem 4rem; }
        .cl-report h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        .cl-report h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.4rem 0 0.6rem; padding-top: 1.2rem; border-top: 1px solid #e3e6ea; }
        .cl-report h3 { font-size: 1rem; margin: 1.6rem 0 0.4rem; }
        .cl-report p { margin: 0 0 0.9rem; overflow-wrap: break-word; }
        .cl-report .summary { font-size: 1.08rem; line-height: 1.6; }
        .cl-report .findings { font-size: 1.08rem; line-height: 1.55; margin: 0 0 1.2rem; padding-left: 1.2rem; overflow-wrap: break-word; }
        .cl-report .findings li { margin-bottom: 0.35rem; }
        .cl-report .verdicts { list-style: none; display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.3rem 0; padding: 0; }
        .cl-report .verdicts li { flex: 1 1 12rem; border: 1px solid #d9dde2; border-left-width: 5px; border-radius: 6px; padding: 0.55rem 0.9rem; }
        .cl-report .verdicts .holds { border-left-color: #1b8a6b; }
        .cl-report .verdicts .fails { border-left-color: #c8451b; }
        .cl-report .verdicts span { display: block; color: #5b636e; font-size: 0.87rem; }
        .cl-report .verdicts strong { display: block; font-size: 1.12rem; }
        .cl-report .status { border-left: 5px solid #9aa0a8; padding: 0.1rem 0 0.1rem 0.9rem; margin-top: 1.2rem; }
        .cl-report figure { margin: 1.4rem 0 2.2rem; }
        .cl-report figcaption { color: #4a515b; font-size: 0.92rem; line-height: 1.5; margin-top: 0.5rem; }
        .cl-report .panels { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.2rem 1rem; }
        .cl-report .panels .chart:last-child:nth-child(odd) { grid-column: 1 / -1; }
        .cl-report .chart svg { display: block; max-width: 100%; height: auto; }
        .cl-report .sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 1.1rem 1.2rem; }
        .cl-report .sheet figure { display: grid; grid-template-columns: 1fr 1fr; gap: 0 0.25rem; margin: 0; }
        .cl-report .sheet img { display: block; width: 100%; image-rendering: pixelated; }
        .cl-report .sheet figcaption { grid-column: 1 / -1; margin-top: 0.25rem; font-size: 0.82rem; line-height: 1.35; overflow-wrap: anywhere; }
        .cl-report .scroll { overflow-x: auto; }
        .cl-report table { border-collapse: collapse; font-size: 0.92rem; margin: 0.8rem 0 1.4rem; font-variant-numeric: tabular-nums; }
        .cl-report .scroll table { width: 100%; }
        .cl-report caption { text-align: left; color: #5b636e; font-size: 0.87rem; padding-bottom: 0.4rem; }
        .cl-report th, .cl-report td { padding: 0.34rem 0 0.34rem 1.1rem; border-bottom: 1px solid #e9ebee; font-weight: 400; }
        .cl-report th:first-child { padding-left: 0; }
        .cl-report thead th { font-weight: 700; border-bottom: 2px solid #9aa0a8; vertical-align: bottom; }
        .cl-report tbody tr:hover { background: #f6f7f9; }
        .cl-report .details td { overflow-wrap: anywhere; }
        .cl-report pre { background: #f6f7f9; border: 1px solid #e3e6ea; border-radius: 6px; padding: 0.8rem 1rem; font: 0.82rem/1.45 Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media (max-width: 40rem) {
          .cl-report .panels { grid-template-columns: minmax(0, 1fr); }
        }
        @media print {
          .cl-report { font-size: 10pt; line-height: 1.45; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          .cl-report main { max-width: none; padding: 0; }
          .cl-report h1 { font-size: 17pt; }
          .cl-report h2 { font-size: 13pt; margin-top: 6mm; padding-top: 4mm; }
          .cl-report .summary, .cl-report .findings { font-size: 10.5pt; }
          .cl-report table, .cl-report figcaption { font-size: 9pt; }
          .cl-report th, .cl-report td { padding-top: 0.7mm; padding-bottom: 0.7mm; }
          .cl-report h2, .cl-report h3, .cl-report h2 + p, .cl-report caption { break-after: avoid; break-inside: avoid; }
          .cl-report figure, .cl-report table, .cl-report .verdicts, .cl-report .status { break-inside: avoid; }
          .cl-report figure { margin: 3mm 0 6mm; }
          .cl-report .verdicts { flex-wrap: nowrap; margin: 4mm 0; }
          .cl-report p, .cl-report figcaption { orphans: 3; widows: 3; }
          .cl-report .panels { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 3mm; }
          .cl-report .sheet { grid-template-columns: repeat(4, 1fr); gap: 3mm; }
          .cl-report .sheet figure { margin: 0; }
          .cl-report .chart svg { max-height: 68mm; margin: 0 auto; }
          .cl-report .chart.tall svg { max-height: 108mm; }
          .cl-report .scroll { overflow: visible; }
        }

        """;
}
