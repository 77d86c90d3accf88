namespace OxyPlot;

/// <summary>Which part of an element lies at its position.</summary>
public enum HorizontalAlignment { Left = -1, Center = 0, Right = 1 }

/// <summary>Which part of an element lies at its position.</summary>
public enum VerticalAlignment { Top = -1, Middle = 0, Bottom = 1 }
