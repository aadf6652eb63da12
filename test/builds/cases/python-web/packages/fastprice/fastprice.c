#include <Python.h>
#include <yaml.h>

static PyObject *price(PyObject *self, PyObject *args) {
    int count, major, minor, patch;
    if (!PyArg_ParseTuple(args, "i", &count)) return NULL;
    yaml_get_version(&major, &minor, &patch);
    return PyLong_FromLong(count * 3 + (major > 9));
}

static PyMethodDef methods[] = {{"price", price, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fastprice", NULL, -1, methods};

PyMODINIT_FUNC PyInit_fastprice(void) { return PyModule_Create(&module); }
