const title: string = "hello from the shop";
document.title = title;
