package greet

func Greeting(name string) string {
	return "hello from " + name
}
