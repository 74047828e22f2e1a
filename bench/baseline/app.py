"""The page Seen is measured beside: one dot chart with its table, one widget, no work.

It promises the size of Seen's own figure (ten rows), and other numbers at every choice.
"""

import plotly.graph_objects as go
import streamlit as st

ROWS = 10
HEIGHT = ROWS * 36 + 44 + 52  # that of the page Gaps

st.set_page_config(layout="wide")
chosen = st.segmented_control("Time pressure", list("12345"), selection_mode="multi", key="steps")
at = sum(2 ** int(level) for level in chosen) / 8  # 0 to 7.75, another at every choice

names = [f"Group {row}" for row in range(1, ROWS + 1)]
shares = [30 + 3 * row + at for row in range(ROWS)]

st.html(f'<p class="line">Time pressure {", ".join(sorted(chosen)) or "all"}</p>')
figure = go.Figure(
    go.Scatter(
        x=shares,
        y=names,
        mode="markers",
        marker={"size": 11},
        error_x={"type": "constant", "value": 3, "thickness": 3, "width": 0},
    )
)
figure.update_layout(
    height=HEIGHT, hovermode=False, dragmode=False, margin={"l": 216, "r": 430, "t": 44, "b": 52}
)
figure.update_xaxes(range=[0, 100])
with st.container(key="figure"):
    st.plotly_chart(figure, width="stretch", key="mark", config={"displayModeBar": False})
rows = "".join(
    f"<tr><th>{name}</th><td>{share:.1f}</td><td>{share - 3:.1f} to {share + 3:.1f}</td></tr>"
    for name, share in zip(names, shares, strict=True)
)
st.html(f"<table>{rows}</table>")
