/* count(buffer) -> int: how many lines a buffer holds; a last line without newline counts. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *count(PyObject *self, PyObject *argument) {
    Py_buffer view;
    if (PyObject_GetBuffer(argument, &view, PyBUF_SIMPLE) < 0) return NULL;

    const char *position = view.buf;
    const char *end = position + view.len;
    Py_ssize_t lines = 0;
    while (position < end) {
        const char *newline = memchr(position, '\n', (size_t)(end - position));
        lines++;
        if (newline == NULL) break;
        position = newline + 1;
    }

    PyBuffer_Release(&view);
    return PyLong_FromSsize_t(lines);
}

static PyMethodDef methods[] = {
    {"count", count, METH_O, "Count the lines in a bytes-like object."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_lines", NULL, -1, methods};

PyMODINIT_FUNC PyInit__lines(void) { return PyModule_Create(&definition); }
