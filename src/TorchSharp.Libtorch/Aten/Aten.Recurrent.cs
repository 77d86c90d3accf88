namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        RnnTanhInput = new("rnn_tanh.input"), RnnReluInput = new("rnn_relu.input"), GruInput = new("gru.input"), LstmInput = new("lstm.input"),
        RnnTanhCell = new("rnn_tanh_cell"), RnnReluCell = new("rnn_relu_cell"), GruCell = new("gru_cell"), LstmCell = new("lstm_cell"),
        RnnTanhData = new("rnn_tanh.data"), RnnReluData = new("rnn_relu.data"), GruData = new("gru.data"), LstmData = new("lstm.data"),
        PackPaddedSequence = new("_pack_padded_sequence"), PadPackedSequence = new("_pad_packed_sequence"), PadSequence = new("pad_sequence");
}
