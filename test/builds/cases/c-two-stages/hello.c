#include <stdio.h>

int main(void) {
    puts("hello from two stages");
    return 0;
}
