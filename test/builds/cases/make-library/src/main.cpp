#include <iostream>

int rows(const char *path);

int main(int, char **argv) {
    std::cout << "hello from a library with " << rows(argv[1]) << " row" << std::endl;
}
