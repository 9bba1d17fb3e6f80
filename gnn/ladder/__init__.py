"""The ladder: closed forms, their bag, and the choice between them and the network.

| module | what |
|---|---|
| view | a modality of many units: pooled rows, and the items behind them |
| chart | view -> coordinates, linear or by a kernel of rows or of sets of items |
| join | coordinates of all views -> tokens: cca, ridge, neighbours, profile |
| recipe | what to fit; the 24 of the bag |
| form | recipes, fitted: views -> tokens whose products are averaged similarities |
| rung | from simple to rich, and which is used |
| stand | what a rung says: a form, a network, both side by side |
| stored | forms as tensors, for a checkpoint |
"""
