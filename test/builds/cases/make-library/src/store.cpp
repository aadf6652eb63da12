#include <sqlite3.h>

static int keep(void *into, int, char **values, char **) {
    *static_cast<int *>(into) = values[0][0] - '0';
    return 0;
}

int rows(const char *path) {
    sqlite3 *store;
    int found = -1;
    sqlite3_open(path, &store);
    sqlite3_exec(store, "create table t(a); insert into t values (1)", nullptr, nullptr, nullptr);
    sqlite3_exec(store, "select count(*) from t", keep, &found, nullptr);
    sqlite3_close(store);
    return found;
}
