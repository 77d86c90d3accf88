namespace OxyPlot;

/// <summary>The shape drawn at each point of a line.</summary>
public enum MarkerType { None, Circle, Square, Diamond, Triangle, Cross, Plus, Star, Custom }
