#include <stdio.h>

int main(void) {
    puts("hello from a compiled file");
    return 0;
}
